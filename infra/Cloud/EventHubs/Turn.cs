namespace LiveView.Cloud.EventHubs;

/// <summary>
/// One at a time, in the order of asking, handed over on the spot. A semaphore promises no order, and takes the way over the thread pool.
/// Who waits is a caller who awaits, so the queue is as long as there are callers.
/// </summary>
internal sealed class Turn
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <summary>Ends when it is the caller's turn.</summary>
    public Task TakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource mine;
        lock (_gate)
        {
            if (!_taken)
            {
                _taken = true;
                return Task.CompletedTask;
            }

            mine = new();
            _waiting.Enqueue(mine);
        }

        return WaitAsync(mine, cancellationToken);
    }

    /// <summary>Gives the turn to the next who still waits.</summary>
    public void Pass()
    {
        while (Next() is { } next)
        {
            if (next.TrySetResult())
                return;
        }
    }

    private TaskCompletionSource? Next()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
                return next;
            _taken = false;
            return null;
        }
    }

    private static async Task WaitAsync(TaskCompletionSource mine, CancellationToken cancellationToken)
    {
        await using var cancelled = cancellationToken.Register(() => mine.TrySetCanceled(cancellationToken));
#pragma warning disable VSTHRD003 // the turn is passed on by another caller; nobody waits for it on a thread
        await mine.Task;
#pragma warning restore VSTHRD003
    }
}
