using System.Collections.Immutable;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>Where an event lies in its board.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Noise">Where in it stand values that nobody reads, in order, none inside another.</param>
/// <param name="Before">The slice of the board before that says the same; −1 if none.</param>
internal readonly record struct Slice(int Offset, int Length, ImmutableArray<Span> Noise, int Before);

/// <summary>A stretch of bytes.</summary>
internal readonly record struct Span(int Start, int End);
