using System.Text;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Market;

namespace LiveView.Feeds.Tests.Market;

/// <summary>A topic of the market, folded burst by burst.</summary>
internal sealed class Folded(string topic, string provider, MarketFeed? feed = null)
{
    private readonly MarketFeed _feed = feed ?? new MarketFeed();
    private long _turn;

    public TopicState? State { get; private set; }

    public List<string> Entries { get; } = [];

    public static Folded Of(string topic, string provider, params string[] frames)
    {
        var folded = new Folded(topic, provider);
        foreach (var frame in frames)
            folded.Take(frame);
        return folded;
    }

    /// <summary>Folds one burst.</summary>
    public FoldResult Take(params string[] frames) => TakeAs($"[{string.Join(',', frames)}]", ++_turn);

    public FoldResult TakeAs(string burst, long? turn)
    {
        var result = _feed.Fold(State, new()
        {
            Topic = Topic.Parse(topic),
            Provider = provider,
            Target = "any",
            Turn = turn,
            Received = DateTimeOffset.UnixEpoch,
            Body = Encoding.UTF8.GetBytes(burst),
        });
        if (result is FoldResult.Folded folded)
        {
            State = folded.State;
            Entries.AddRange(folded.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Entry.Span)));
        }

        return result;
    }

    /// <summary>What stands at a path of a tier's document, <c>symbols/ACB/last</c>; null where nothing does.</summary>
    public string? At(string tier, string path)
    {
        if (State?.Documents.TryGetValue(tier, out var document) != true)
            return null;
        var at = JsonDocument.Parse(document).RootElement;
        foreach (var name in path.Split('/'))
        {
            if (!at.TryGetProperty(name, out at))
                return null;
        }

        return at.ValueKind == JsonValueKind.String ? at.GetString() : at.GetRawText();
    }

    /// <summary>The names of an object in a document.</summary>
    public IReadOnlyList<string> Names(string tier, string path) =>
        At(tier, path) is { } json ? [.. JsonDocument.Parse(json).RootElement.EnumerateObject().Select(static member => member.Name)] : [];
}
