namespace LiveView.Handler.State;

/// <summary>Many who wait for one result. One who leaves ends only its own wait.</summary>
/// <remarks>
/// Each waits for a task of its own and goes on where the result is told. A task that many await would send all but one of them to the
/// thread pool, and a history that is simulated on one thread could not be repeated.
/// </remarks>
internal sealed class Crowd<T>
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<T>> _waiting = [];
    private Func<Task<T>>? _told;

    /// <summary>The result, once it is told.</summary>
    /// <param name="token">Ends the caller's wait.</param>
    public Task<T> WaitAsync(CancellationToken token)
    {
        lock (_gate)
        {
            if (_told is not null)
                return _told();
            var mine = new TaskCompletionSource<T>();
            _waiting.Add(mine);
            return mine.Task.WaitAsync(token);
        }
    }

    /// <summary>The read, held so that it has an owner; it never fails.</summary>
    public Task Telling { get; private set; } = Task.CompletedTask;

    /// <summary>Reads the result and tells it to everyone, be it a failure.</summary>
    public void Tell(Func<Task<T>> read) => Telling = TellAsync(read);

#pragma warning disable CA1031 // whatever a read throws is thrown at everyone who waits for it
    private async Task TellAsync(Func<Task<T>> read)
    {
        try
        {
            var result = await read();
            foreach (var one in End(() => Task.FromResult(result)))
                one.SetResult(result);
        }
        catch (Exception failure)
        {
            foreach (var one in End(() => Task.FromException<T>(failure)))
                one.SetException(failure);
        }
    }
#pragma warning restore CA1031

    private TaskCompletionSource<T>[] End(Func<Task<T>> told)
    {
        lock (_gate)
        {
            _told = told;
            return [.. _waiting];
        }
    }
}
