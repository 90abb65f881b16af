using System.Collections.Immutable;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Game;

/// <summary>The finished rounds that were passed on already: each full message lists the last ten again.</summary>
internal sealed class GameMemory(ImmutableHashSet<string> told) : SplitMemory
{
    public static GameMemory None { get; } = new(ImmutableHashSet.Create<string>(StringComparer.Ordinal));

    /// <summary>Ids of rounds.</summary>
    public ImmutableHashSet<string> Told { get; } = told;
}
