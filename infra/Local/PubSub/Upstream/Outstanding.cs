namespace LiveView.Local.PubSub;

/// <summary>Work that nobody waits for at the time, but that is waited for at the end. So many at once, the rest in turn.</summary>
internal sealed class Outstanding(int atOnce) : IDisposable
{
    private readonly SemaphoreSlim places = new(atOnce);
    private readonly Roll<object> running = new();

    /// <summary>Runs <paramref name="work"/> after <paramref name="before"/>, whatever became of that.</summary>
    public async Task RunAsync(Task before, Func<Task> work)
    {
        var here = new object();
        running.Enter(here);
        try
        {
#pragma warning disable VSTHRD003 // the same connection's earlier event, started by this very method
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
#pragma warning restore VSTHRD003
            await places.WaitAsync();
            try
            {
                await work();
            }
            finally
            {
                places.Release();
            }
        }
        finally
        {
            running.Leave(here);
        }
    }

    /// <summary>Completes when nothing runs any more.</summary>
    public Task DrainedAsync() => running.EmptyAsync();

    public void Dispose() => places.Dispose();
}
