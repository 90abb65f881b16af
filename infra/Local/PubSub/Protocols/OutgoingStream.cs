namespace LiveView.Local.PubSub;

/// <summary>A stream from a client to a group, piece by piece.</summary>
internal sealed class OutgoingStream(string id, string group, bool noEcho, TimeSpan idleTimeout)
{
    public string Id => id;

    public string Group => group;

    public bool NoEcho => noEcho;

    public TimeSpan IdleTimeout => idleTimeout;

    /// <summary>The sequence the next piece must have.</summary>
    public ulong Expected { get; set; } = 1;

    /// <summary>When its sender was last heard, in timestamp ticks.</summary>
    public long LastHeard { get; set; }
}
