using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Flow;

/// <summary>A feed whose Raws are the document itself and how much there is to say: <c>{"say":n,"sheet":{…}}</c>.</summary>
internal sealed class Sheet : IFeed
{
    public static readonly Topic Topic = Topic.Parse("sheet:one");

    public string Name => "sheet";

    public IReadOnlyList<TierSpec> Tiers { get; init; } = [TierSpec.State("page"), TierSpec.Log("words")];

    public Split Split(ProviderAnswer answer, SplitMemory? memory) => new() { Memory = null };

    public FoldResult Fold(TopicState? state, Raw raw)
    {
        using var json = JsonDocument.Parse(raw.Body);
        var page = (ReadOnlyMemory<byte>)CanonicalJson.Of(json.RootElement.GetProperty("sheet"u8));
        var words = Enumerable.Range(1, json.RootElement.GetProperty("say"u8).GetInt32())
            .Select(static n => new LogEntry("words", new CanonicalObject().Set("n", n).Set("text", new string('w', 1_000)).ToBytes()));
        return new FoldResult.Folded(
            new()
            {
                Title = "A sheet",
                Phase = Phase.Live,
                Documents = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("page", page),
            },
            [.. words]);
    }

    public static Delivery Say(long sequence, int words, CanonicalObject? page = null) => new(
        new()
        {
            Topic = Topic,
            Provider = "press",
            Target = "daily",
            Received = Counter.Start.AddSeconds(sequence),
            Trace = $"00-{sequence:x32}-00000000000000ff-01",
            Body = (byte[])[.. System.Text.Encoding.UTF8.GetBytes($"{{\"say\":{words},\"sheet\":"), .. (page ?? new CanonicalObject()).ToBytes(), .. "}"u8],
        },
        new("0", sequence, Counter.Start.AddSeconds(sequence)));
}
