namespace LiveView.Local.PubSub;

/// <summary>How the bytes of a chunk reach the socket.</summary>
internal enum ChunkKind
{
    /// <summary>Whole frames of the connection's own conversation: handshake, acks, pongs, goodbyes. Never subject to faults.</summary>
    Control,

    /// <summary>Whole frames of messages, sent as they are.</summary>
    Data,

    /// <summary>Messages of a reliable protocol without their sequence id, which each connection adds for itself.</summary>
    Sequenced,
}
