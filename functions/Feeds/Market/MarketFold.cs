using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Market.Tiers;

namespace LiveView.Feeds.Market;

/// <summary>What one burst makes of one topic: each tier takes what concerns it.</summary>
internal sealed class MarketFold(MarketTier[] tiers, Topic topic, TopicState? state, Draft memory, List<LogEntry> entries)
{
    private readonly bool _isBoard = MarketTopics.IsBoard(topic);
    private readonly MarketDraft?[] _drafts = new MarketDraft?[tiers.Length];
    private MarketSaid? _first;

    public void Take(in MarketSaid said)
    {
        if (said.Fact is not MarketFact.Missed)
        {
            if (_isBoard ? said.Exchange != topic.Key : MarketTopics.Key(said.Exchange, said.Symbol) != topic.Key)
                return;
            _first ??= said;
        }

        for (var i = 0; i < tiers.Length; i++)
        {
            if (tiers[i].Concerns(said.Fact))
                tiers[i].Take(_drafts[i] ??= Open(tiers[i].Spec.Name), said);
        }
    }

    public FoldResult Finish()
    {
        var documents = state?.Documents ?? System.Collections.Immutable.ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var session = default(string);
        var changed = entries.Count > 0;
        for (var i = 0; i < tiers.Length; i++)
        {
            if (_drafts[i] is not { } draft)
                continue;
            tiers[i].Finish(draft);
            session ??= draft.Document.Find(_isBoard ? "board" : "quote")?.Text("session");
            var (name, after) = (tiers[i].Spec.Name, draft.Document.ToBytes());
            if (tiers[i].Spec.Kind != TierKind.State || after.Length <= 2 || (documents.TryGetValue(name, out var before) && before.Span.SequenceEqual(after)))
                continue;
            documents = documents.SetItem(name, after);
            changed = true;
        }

        var remembered = memory.ToBytes();
        if (!changed && (state is null || !HasNews(remembered)))
            return new FoldResult.Unchanged();
        var next = new TopicState
        {
            Title = state?.Title ?? Title(),
            Phase = session is null ? state?.Phase ?? Phase.Live : Session.Phase(session),
            Documents = documents,
            Memory = remembered,
        };
        return new FoldResult.Folded(next, entries);
    }

    // What is remembered beyond the numbers of bursts: a book below the levels that are shown, for example.
    private bool HasNews(byte[] remembered)
    {
        var (before, after) = (Draft.Open(state!.Memory), Draft.Open(remembered)); // asked only when there is a state
        before.Remove("turns");
        after.Remove("turns");
        return !before.ToBytes().AsSpan().SequenceEqual(after.ToBytes());
    }

    private MarketDraft Open(string tier) => new(tier, _isBoard, state?.Documents.GetValueOrDefault(tier) ?? default, memory, entries);

    private string Title() => _isBoard || _first is not { } first
        ? topic.Key.ToUpperInvariant()
        : $"{first.Symbol} ({(first.Exchange.Length > 5 ? char.ToUpperInvariant(first.Exchange[0]) + first.Exchange[1..] : first.Exchange.ToUpperInvariant())})";
}
