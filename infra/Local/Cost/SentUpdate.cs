namespace LiveView.Local.Cost;

/// <summary>A message as it went to a group.</summary>
/// <param name="Timestamp">When, in ticks of the clock.</param>
/// <param name="Group">The tier.</param>
/// <param name="FrameBytes">What one member reads.</param>
/// <param name="Payload">The update, as JSON.</param>
internal sealed record SentUpdate(long Timestamp, string Group, int FrameBytes, ReadOnlyMemory<byte> Payload)
{
    /// <summary>What comes before the key of the topic: <c>sports</c>.</summary>
    public string Feed => Group[..Group.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>What comes after the topic: <c>score</c>.</summary>
    public string Tier => Group[(Group.LastIndexOf('/') + 1)..];

    /// <summary>Topic, without the tier.</summary>
    public string Topic => Group[..Group.LastIndexOf('/')];

    /// <summary>The same message with a payload of another size.</summary>
    public SentUpdate Sized(int payloadBytes) => this with { FrameBytes = FrameBytes - Payload.Length + payloadBytes };
}
