using System.Collections.Immutable;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>A topic in the list. The tiers stand where they stood when the topic was listed, at most a minute ago.</summary>
internal sealed record RecentTopic(
    Topic Topic, string Title, string Phase, DateTimeOffset Updated, ImmutableSortedDictionary<string, TierHead> Tiers);
