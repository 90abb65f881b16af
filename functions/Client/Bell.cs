namespace LiveView.Client;

/// <summary>Wakes one who waits. Struck several times before that, it rings once.</summary>
internal sealed class Bell(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _rung = New();

    public void Ring()
    {
        lock (_gate)
            _rung.TrySetResult();
    }

    /// <summary>Returns when it rings, or when the time is over.</summary>
    public async Task WaitAsync(TimeSpan within, CancellationToken token)
    {
        Task rung;
        lock (_gate)
            rung = _rung.Task;
#pragma warning disable VSTHRD003 // nobody's task: it is completed by Ring
        await rung.WaitAsync(within, time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        token.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (_rung.Task.IsCompleted)
                _rung = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
