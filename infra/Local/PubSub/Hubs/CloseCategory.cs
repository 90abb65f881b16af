namespace LiveView.Local.PubSub;

/// <summary>Why a connection ended, by the service's metric names and a few of our own.</summary>
internal enum CloseCategory
{
    /// <summary>The client closed it.</summary>
    Normal,
    ClosedByAppServer,

    /// <summary>The server shuts down or drains.</summary>
    ServiceReload,
    PingTimeout,
    SlowClient,

    /// <summary>The client broke the protocol.</summary>
    ProtocolViolation,

    /// <summary>An event handler failed and the client has no way to be told.</summary>
    HandlerFailed,

    /// <summary>The TCP connection was lost.</summary>
    ConnectionLost,

    /// <summary>Nobody came back within the recovery window.</summary>
    RecoveryTimeout,

    /// <summary>Memory ran short and it had been idle longest.</summary>
    Evicted,
}
