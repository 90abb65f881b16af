using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Flow;

/// <summary>The smallest feed there can be: the body is a number to add, or a word that means trouble.</summary>
internal sealed class Counter : IFeed
{
    public static readonly Topic Topic = Topic.Parse("counter:one");

    public string Name => "counter";

    public IReadOnlyList<TierSpec> Tiers { get; init; } = [TierSpec.State("total"), TierSpec.Log("steps")];

    public Split Split(ProviderAnswer answer, SplitMemory? memory) => new() { Memory = null };

    public FoldResult Fold(TopicState? state, Raw raw)
    {
        var body = Encoding.UTF8.GetString(raw.Body.Span);
        if (body == "\"bad\"")
            return new FoldResult.Rejected(Rejection.Malformed, "Not a number.");
        if (body == "\"bug\"")
            throw new InvalidOperationException("A defect of the reader.");
        if (body == "\"huge\"")
            return Total(1, new string('x', TopicFold.MaxStateBytes), []);
        var step = long.Parse(body, CultureInfo.InvariantCulture);
        if (step == 0)
            return new FoldResult.Unchanged();
        var before = state is null ? 0 : long.Parse(Encoding.UTF8.GetString(state.Memory.Span[5..^1]), CultureInfo.InvariantCulture);
        return Total(before + step, "a text that stays the same and makes the patch worth while", [new("steps", new CanonicalObject().Set("by", step).ToBytes())]);
    }

    public static Delivery Add(string body, long sequence, string partition = "0", int enqueuedSeconds = -1) => new(
        new() { Topic = Topic, Provider = "test", Target = "test", Received = Start.AddSeconds(sequence), Body = Encoding.UTF8.GetBytes(body) },
        new(partition, sequence, Start.AddSeconds(enqueuedSeconds < 0 ? sequence : enqueuedSeconds)));

    public static DateTimeOffset Start { get; } = new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero);

    private static FoldResult.Folded Total(long total, string note, LogEntry[] entries) => new(
        new()
        {
            Title = "A counter",
            Phase = Phase.Live,
            Documents = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty
                .Add("total", new CanonicalObject().Set("total", total).Set("note", note).ToBytes()),
            Memory = new CanonicalObject().Set("n", total).ToBytes(),
        },
        entries);
}
