using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Simulation.Tests.Tally;

/// <summary>
/// A small feed with much to say: a topic has ten small numbers, which go up and down, two decimals, and a log that only grows.
/// <code>{"target":"t1","topics":[{"key":"t1.a","title":"…","phase":"Live","fields":{"a0":3,…},"decimals":{"d0":0.10,…},"from":0,"log":[5,1,…]},…]}</code>
/// </summary>
internal sealed class TallyFeed(string name, int window) : IFeed
{
    /// <summary>The feed that everyone may watch.</summary>
    public const string Open = "tally";

    /// <summary>The feed that nobody may watch: what happens in a ward.</summary>
    public const string Closed = "ward";

    public string Name => name;

    /// <summary>Numbers and log items that were said to the hub.</summary>
    public long Facts { get; private set; }

    public IReadOnlyList<TierSpec> Tiers { get; } =
        [new("score", TierKind.State, window), new("stats", TierKind.State, window), new("events", TierKind.Log, window)];

    public Split Split(ProviderAnswer answer, SplitMemory? memory)
    {
        var known = memory as TallyMemory;
        Dictionary<string, byte[]> slices = new(StringComparer.Ordinal);
        List<Raw> raws = [];
        Phase? phase = null;
        var unchanged = 0;
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            DateTimeOffset at = World(json.RootElement.GetProperty("at").GetInt64());
            foreach (var item in json.RootElement.GetProperty("topics").EnumerateArray())
            {
                var key = item.GetProperty("key").GetString()!;
                var bytes = JsonMarshal.GetRawUtf8Value(item).ToArray();
                slices[key] = bytes;
                var mine = Enum.Parse<Phase>(item.GetProperty("phase").GetString()!);
                phase = phase < mine ? phase : mine;
                if (known?.Slices.TryGetValue(key, out var before) == true && before.AsSpan().SequenceEqual(bytes))
                {
                    unchanged++;
                    continue;
                }

                Facts += item.GetProperty("fields").EnumerateObject().Count() + item.GetProperty("decimals").EnumerateObject().Count() + item.GetProperty("log").GetArrayLength();
                raws.Add(new()
                {
                    Topic = Topic.Parse($"{name}:{key}"),
                    Provider = answer.Provider,
                    Target = answer.Target,
                    Received = answer.Received,
                    Source = at,
                    Body = bytes,
                });
            }
        }
        catch (JsonException)
        {
            return new() { Memory = memory, Refusals = [new(Rejection.Malformed, "It is not JSON.", answer.Body)], Phase = Phase.Live };
        }

        return new() { Memory = new TallyMemory(slices), Raws = raws, Unchanged = unchanged, Phase = phase };
    }

    public FoldResult Fold(TopicState? state, Raw raw)
    {
        using var json = JsonDocument.Parse(raw.Body);
        var root = json.RootElement;
        if (root.TryGetProperty("poison", out _))
            return new FoldResult.Rejected(Rejection.Malformed, "A poisoned Raw.");
        var (score, stats) = (new CanonicalObject(), new CanonicalObject().Set("note", "a text that stays, so that patches are worth while"));
        foreach (var field in root.GetProperty("fields").EnumerateObject())
            _ = (field.Name[0] == 'a' ? score : stats).Set(field.Name, field.Value.GetInt64());
        foreach (var field in root.GetProperty("decimals").EnumerateObject())
            stats.Set(field.Name, field.Value.GetDecimal());
        var last = state is null ? 0 : Last(state);
        var (from, log) = (root.GetProperty("from").GetInt32(), root.GetProperty("log"));
        var end = from + log.GetArrayLength();
        List<LogEntry> entries = [];
        for (var n = Math.Max(last, from); n < end; n++)
            entries.Add(new("events", new CanonicalObject().Set("n", n + 1).Set("v", log[n - from].GetInt64()).ToBytes()));
        var next = new TopicState
        {
            Title = root.GetProperty("title").GetString()!,
            Phase = Enum.Parse<Phase>(root.GetProperty("phase").GetString()!),
            Documents = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("score", score.ToBytes()).Add("stats", stats.ToBytes()),
            Memory = new CanonicalObject().Set("n", Math.Max(last, end)).ToBytes(),
        };
        return state is not null && entries.Count == 0 && state.Title == next.Title && state.Phase == next.Phase
            && next.Documents.All(document => state.Documents[document.Key].Span.SequenceEqual(document.Value.Span))
            ? new FoldResult.Unchanged()
            : new FoldResult.Folded(next, entries);
    }

    private static int Last(TopicState state)
    {
        using var memory = JsonDocument.Parse(state.Memory);
        return memory.RootElement.GetProperty("n").GetInt32();
    }

    private static DateTimeOffset World(long ticks) => Time.World.Start + TimeSpan.FromTicks(ticks);

    private sealed class TallyMemory(Dictionary<string, byte[]> slices) : SplitMemory
    {
        public Dictionary<string, byte[]> Slices { get; } = slices;
    }
}
