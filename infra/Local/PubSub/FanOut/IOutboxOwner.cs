namespace LiveView.Local.PubSub;

/// <summary>What an outbox asks of the connection it belongs to.</summary>
internal interface IOutboxOwner
{
    FaultPlan Faults { get; }

    TimeProvider Time { get; }

    /// <summary>The client has not taken its messages: close it by number and count it.</summary>
    void TooSlow();

    /// <summary>Runs <paramref name="action"/> after a while; not at all when the server ends before.</summary>
    void Later(TimeSpan delay, Action action);
}
