using System.Collections.Immutable;
using LiveView.Core.Feeds;

namespace LiveView.Core.Flow;

/// <summary>One fold under way: what the deliveries taken so far have made of a topic.</summary>
internal sealed class Folding(IFeed feed, Head? head)
{
    private readonly SortedDictionary<string, List<Source>> _sources = new(StringComparer.Ordinal);
    private int _taken;
    private long _entryBytes;

    public Head? Head { get; } = head;

    public TopicState? State { get; private set; } = head?.State;

    public Fence? Fence { get; private set; } = head?.Fence;

    public ImmutableSortedDictionary<string, long> Turns { get; private set; } =
        head?.Turns ?? ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>The delivery that the times of the updates come from.</summary>
    public Raw? Last { get; private set; }

    public List<LogEntry> Entries { get; } = [];

    public List<DeadLetter> Dead { get; } = [];

    public int Folded { get; private set; }

    public int Unchanged { get; private set; }

    public int Repeated { get; private set; }

    public int Overtaken { get; private set; }

    /// <summary>The Raws that moved a tier.</summary>
    public IReadOnlyList<Source> SourcesOf(string tier) => _sources.GetValueOrDefault(tier) ?? [];

    /// <summary>Takes a delivery.</summary>
    /// <returns>False when the commit has no room for it; it was not taken then. The first is always taken.</returns>
    public bool Take(Delivery delivery)
    {
        if (Fence is { } folding && folding.Covers(delivery.Place))
        {
            Repeated++;
            return true;
        }

        if (_taken == TopicFold.MaxDeliveries || !Fold(delivery))
            return false;
        _taken++;
        Fence = delivery.Place;
        return true;
    }

    private bool Fold(Delivery delivery)
    {
        var raw = delivery.Raw;
        if (IsOvertaken(raw))
        {
            Overtaken++;
            return true;
        }

        switch (Try(raw))
        {
            case FoldResult.Folded result when _entryBytes > 0 && _entryBytes + Size(result.Entries) > TopicFold.MaxEntryBytes:
                return false;
            case FoldResult.Folded result:
                Note(delivery, result);
                (State, Last) = (result.State, raw);
                Entries.AddRange(result.Entries);
                _entryBytes += Size(result.Entries);
                Heard(raw);
                Folded++;
                break;
            case FoldResult.Unchanged:
                // That nothing changed is news too: it silences what an earlier poll has yet to say.
                Last ??= raw;
                Heard(raw);
                Unchanged++;
                break;
            case FoldResult.Rejected refused:
                Dead.Add(new(delivery, refused.Reason, refused.Detail));
                break;
        }

        return true;
    }

    private static string Target(Raw raw) => $"{raw.Provider}|{raw.Target}";

    private bool IsOvertaken(Raw raw) => raw.Turn is { } turn && Turns.TryGetValue(Target(raw), out var heard) && turn < heard;

    private void Heard(Raw raw)
    {
        if (raw.Turn is { } turn)
            Turns = Turns.SetItem(Target(raw), turn);
    }

    /// <summary>A Raw is a source of the tiers that it moved, and of no other.</summary>
    private void Note(Delivery delivery, FoldResult.Folded result)
    {
        Source? source = null;
        foreach (var tier in feed.Tiers)
        {
            var before = State?.Documents.GetValueOrDefault(tier.Name) ?? default;
            var after = result.State.Documents.GetValueOrDefault(tier.Name);
            if (before.Span.SequenceEqual(after.Span) && !result.Entries.Any(entry => entry.Tier == tier.Name))
                continue;
            source ??= Source.Of(delivery);
            if (!_sources.TryGetValue(tier.Name, out var sources))
                _sources[tier.Name] = sources = [];
            sources.Add(source);
        }
    }

    // One Raw that breaks a reader must not stop its neighbours, and its bytes must not be lost: it becomes a dead letter.
#pragma warning disable CA1031 // the exception is reported as the rejection Fault, with its type
    private FoldResult Try(Raw raw)
    {
        try
        {
            return feed.Fold(State, raw) switch
            {
                FoldResult.Folded { State: var next } when Size(next) is var bytes and > TopicFold.MaxStateBytes =>
                    new FoldResult.Rejected(Rejection.TooLarge, $"The topic would grow to {bytes} bytes; at most {TopicFold.MaxStateBytes} are kept."),
                FoldResult.Folded { Entries: var entries } when Size(entries) is var bytes and > TopicFold.MaxEntryBytes =>
                    new FoldResult.Rejected(Rejection.TooLarge, $"It says {bytes} bytes of entries; at most {TopicFold.MaxEntryBytes} fit a commit."),
                var result => result,
            };
        }
        catch (Exception defect)
        {
            return new FoldResult.Rejected(Rejection.Fault, $"The feed's reader failed: {defect.GetType().Name}.");
        }
    }
#pragma warning restore CA1031

    private static int Size(TopicState state) => state.Memory.Length + state.Documents.Values.Sum(static document => document.Length);

    private static long Size(IReadOnlyList<LogEntry> entries) => entries.Sum(static entry => entry.Entry.Length + 1L);
}
