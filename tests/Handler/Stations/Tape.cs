using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Tests.Stations;

/// <summary>A feed with small windows: each Raw <c>{"n":n}</c> moves a document of two numbers and appends an entry.</summary>
internal sealed class Tape : IFeed
{
    public const int StateWindow = 120;
    public const int LogWindow = 130;

    public static readonly Topic Topic = Topic.Parse("tape:one");
    public static readonly Tier Page = Topic.Tier("page");
    public static readonly Tier Words = Topic.Tier("words");

    public string Name => "tape";

    public IReadOnlyList<TierSpec> Tiers { get; } =
        [TierSpec.State("page") with { Window = StateWindow }, TierSpec.Log("words") with { Window = LogWindow }];

    public Split Split(ProviderAnswer answer, SplitMemory? memory) => new() { Memory = null };

    public FoldResult Fold(TopicState? state, Raw raw)
    {
        using var json = JsonDocument.Parse(raw.Body);
        var n = json.RootElement.GetProperty("n"u8).GetInt64();
        if (n < 0)
            return new FoldResult.Rejected(Rejection.Malformed, "A negative number.");
        return new FoldResult.Folded(
            new()
            {
                Title = "A tape",
                Phase = Phase.Live,
                Documents = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("page", Document(n)),
            },
            [new("words", new CanonicalObject().Set("n", n).ToBytes())]);
    }

    /// <summary>The document after Raw <paramref name="n"/>.</summary>
    public static byte[] Document(long n) => new CanonicalObject().Set("n", n).Set("tens", n / 10).Set("text", "which stays, so that a patch is smaller").ToBytes();

    public static Raw Raw(long n) => new()
    {
        Topic = Topic,
        Provider = "press",
        Target = "daily",
        Received = Boards.Start.AddSeconds(n),
        Source = Boards.Start.AddSeconds(n - 1),
        Trace = $"00-{n:x32}-00000000000000ff-01",
        Body = System.Text.Encoding.UTF8.GetBytes($"{{ \"n\" : {n} }}"),
    };

    /// <summary>A batch of the hub with the Raws from one number to another.</summary>
    public static EventBatch Batch(long from, long to) =>
        Boards.Batch(from, Enumerable.Range((int)from, (int)(to - from + 1)).Select(static n => RawJson.Write(Raw(n))));
}
