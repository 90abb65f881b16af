namespace LiveView.Local.PubSub;

/// <summary>The close codes the service uses (RFC 6455 §7.4.1).</summary>
internal enum CloseCode
{
    /// <summary>The peer sent a close frame without a code.</summary>
    None = 0,
    Normal = 1000,
    GoingAway = 1001,
    ProtocolError = 1002,
    UnsupportedData = 1003,
    InvalidPayload = 1007,
    PolicyViolation = 1008,
    TooBig = 1009,
    InternalError = 1011,
}
