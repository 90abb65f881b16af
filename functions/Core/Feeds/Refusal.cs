namespace LiveView.Core.Feeds;

/// <summary>Something that was not taken, and why.</summary>
/// <param name="Reason">The word it is counted by.</param>
/// <param name="Detail">A sentence for a person, without content of the bytes.</param>
/// <param name="Bytes">What was refused, to the byte.</param>
public sealed record Refusal(Rejection Reason, string Detail, ReadOnlyMemory<byte> Bytes);
