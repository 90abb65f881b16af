namespace LiveView.Local.PubSub;

/// <summary>Writes a message of a reliable protocol with the sequence id of one connection.</summary>
internal interface ISequencer
{
    /// <summary>The most that a frame header and a sequence id add to a message.</summary>
    const int MaxOverhead = 64;

    /// <summary>Writes the whole frame and returns its length.</summary>
    int Write(ReadOnlySpan<byte> message, ulong sequence, Span<byte> to);
}
