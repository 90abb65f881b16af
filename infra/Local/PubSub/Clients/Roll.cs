namespace LiveView.Local.PubSub;

/// <summary>Who is here now, and a signal for when nobody is.</summary>
internal sealed class Roll<T>
    where T : notnull
{
    private readonly Lock gate = new();
    private readonly HashSet<T> here = [];
    private TaskCompletionSource? empty;

    public int Count
    {
        get
        {
            lock (gate) return here.Count;
        }
    }

    public void Enter(T one)
    {
        lock (gate) here.Add(one);
    }

    public void Leave(T one)
    {
        lock (gate)
        {
            here.Remove(one);
            if (here.Count == 0) empty?.TrySetResult();
        }
    }

    public T[] All()
    {
        lock (gate) return [.. here];
    }

    /// <summary>Completes when the last one has left.</summary>
    public Task EmptyAsync()
    {
        lock (gate)
        {
            if (here.Count == 0) return Task.CompletedTask;
            empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable VSTHRD003 // completed above by whoever leaves last
            return empty.Task;
#pragma warning restore VSTHRD003
        }
    }
}
