using System.Collections.Immutable;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Core.Flow;

/// <summary>Turns a topic's state before and after into the updates of its tiers and the head that goes with them.</summary>
internal static class TierUpdates
{
    /// <summary>An entity group transaction takes 100 operations; one of them is the head.</summary>
    private const int MaxOperations = 100;

    /// <summary>What a fold commits; null when nothing changed.</summary>
    public static Commit? Commit(IFeed feed, Topic topic, Folding folding, CommitStamp stamp)
    {
        // Times of one topic never go back, whatever the clocks of those who commit: an instant has one state.
        var (head, last) = (folding.Head, folding.Last!); // whoever commits has taken something
        stamp = stamp with { At = head?.Updated > stamp.At ? head.Updated : stamp.At };
        var at = new UpdateTimes(last.Source, last.Received, stamp.At);
        List<Update> updates = [];
        Dictionary<string, Trail> trails = new(StringComparer.Ordinal);
        foreach (var spec in feed.Tiers)
        {
            var tier = topic.Tier(spec.Name);
            var before = head?.Tiers.GetValueOrDefault(spec.Name);
            var update = spec.Kind switch
            {
                TierKind.State => Document(tier, before, folding, at, stamp),
                TierKind.Log => Log(tier, before, folding.Entries, at, stamp),
            };
            if (update is null)
                continue;
            updates.Add(update);
            trails[spec.Name] = Trails.Of(update, before is null ? null : head, folding);
        }

        // A state may change in what only the feed remembers, or a later poll confirms it: that is committed too, without an update.
        if (updates.Count == 0 && head is not null && Same(head.State, folding.State!) && folding.Turns.SequenceEqual(head.Turns))
            return null;
        var (tiers, trimmed) = Advance(feed, head, updates);
        var next = new Head
        {
            Topic = topic,
            State = folding.State!, // as above
            Fence = folding.Fence!.Value,
            Turns = folding.Turns,
            Tiers = tiers,
            CommitId = stamp.Id,
            Updated = stamp.At,
        };
        return new(next, updates, trails, trimmed);
    }

    private static Update? Document(Tier tier, TierHead? head, Folding folding, UpdateTimes at, CommitStamp stamp)
    {
        var before = folding.Head?.State.Documents.GetValueOrDefault(tier.Name) ?? default;
        if (!folding.State!.Documents.TryGetValue(tier.Name, out var after) || (head is not null && before.Span.SequenceEqual(after.Span)))
            return null;
        var patch = head is null ? after : MergePatch.Diff(before, after);
        var whole = head is null || patch.Length >= after.Length;
        return new()
        {
            Tier = tier,
            Position = Next(head, stamp),
            Kind = whole ? UpdateKind.State : UpdateKind.Patch,
            Data = whole ? after : patch,
            Hash = StateHash.Of(after.Span),
            At = at,
        };
    }

    private static Update? Log(Tier tier, TierHead? head, List<LogEntry> all, UpdateTimes at, CommitStamp stamp)
    {
        LogEntry[] mine = [.. all.Where(entry => entry.Tier == tier.Name)];
        if (mine.Length == 0)
            return null;
        var hash = head?.Hash ?? StateHash.Origin;
        foreach (var entry in mine)
            hash = StateHash.Chain(hash, entry.Entry.Span);
        byte[] array = [.. "["u8, .. mine.SelectMany((entry, i) => i == 0 ? entry.Entry.ToArray() : [(byte)',', .. entry.Entry.Span]), .. "]"u8];
        return new() { Tier = tier, Position = Next(head, stamp), Kind = UpdateKind.Events, Data = array, Hash = hash, At = at };
    }

    private static Position Next(TierHead? head, CommitStamp stamp) =>
        head is null ? new(stamp.Id[..8], 1) : head.Position with { Offset = head.Position.Offset + 1 };

    private static (ImmutableSortedDictionary<string, TierHead>, List<(string, long)>) Advance(IFeed feed, Head? head, List<Update> updates)
    {
        var tiers = head?.Tiers ?? ImmutableSortedDictionary.Create<string, TierHead>(StringComparer.Ordinal);
        List<(string, long)> trimmed = [];
        foreach (var update in updates)
        {
            var spec = feed.Tiers.Single(tier => tier.Name == update.Tier.Name);
            var before = tiers.GetValueOrDefault(spec.Name);
            var (first, marks, here) = (before?.First ?? 1, before?.Marks ?? [], new Mark(update.Position.Offset, update.At.Committed));
            var keep = Window.Keep(spec, marks, here);
            while (first < keep && 1 + updates.Count + trimmed.Count < MaxOperations)
                trimmed.Add((spec.Name, first++));
            tiers = tiers.SetItem(spec.Name, new()
            {
                Kind = spec.Kind,
                Position = update.Position,
                First = first,
                Published = before?.Published ?? 0,
                Hash = update.Hash,
                At = update.At,
                Marks = Window.Note(spec, marks, here),
            });
        }

        return (tiers, trimmed);
    }

    private static bool Same(TopicState a, TopicState b) =>
        a.Title == b.Title && a.Phase == b.Phase && a.Memory.Span.SequenceEqual(b.Memory.Span);
}
