using System.Collections.Immutable;

namespace LiveView.Feeds.Tv;

/// <summary>Programmes that are shown together, with bumpers after each.</summary>
/// <param name="Name">What the block is called.</param>
/// <param name="IsShuffled">Each lap shows them in another order; otherwise as they stand.</param>
/// <param name="Bumpers">How many bumpers follow each programme.</param>
/// <param name="Items">The programmes; one may stand more than once.</param>
public sealed record Block(string Name, bool IsShuffled, int Bumpers, ImmutableArray<MediaPath> Items);
