namespace LiveView.Local.PubSub;

/// <summary>What an outbox asks of the connection it belongs to.</summary>
internal abstract class OutboxOwner
{
    public abstract string Id { get; }

    public abstract FaultPlan Faults { get; }

    public abstract TimeProvider Time { get; }

    /// <summary>The client has not taken its messages: close it by number and count it.</summary>
    public abstract void TooSlow();

    /// <summary>Runs <paramref name="action"/> after a while; not at all when the server ends before.</summary>
    public abstract void Later(TimeSpan delay, Action action);
}
