using System.Text;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Feeds.Game;

namespace LiveView.Feeds.Tests.Game;

/// <summary>A room of the provider and what its viewers would be given: the split and the fold, without the journey between.</summary>
internal sealed class Rounds
{
    public const string Id = "20251207-e8186dbf38e046d1";
    public const string Topic = $"game:rugs.{Id}";
    private readonly GameFeed _feed = new();

    public Dictionary<string, TopicState> States { get; } = new(StringComparer.Ordinal);

    /// <summary>The entries of each topic's log.</summary>
    public Dictionary<string, List<JsonElement>> Logs { get; } = new(StringComparer.Ordinal);

    public List<FoldResult> Results { get; } = [];

    /// <summary>One event of the socket.</summary>
    public Split Hear(string data, string name = "gameStateUpdate")
    {
        var body = Encoding.UTF8.GetBytes($"[\"{name}\",{data}]");
        var split = _feed.Split(new("rugs", "rugs", body, DateTimeOffset.UnixEpoch), null);
        foreach (var raw in split.Raws)
            Fold(raw);
        return split;
    }

    public void Fold(Raw raw)
    {
        var topic = raw.Topic.ToString();
        var result = _feed.Fold(States.GetValueOrDefault(topic), raw);
        Results.Add(result);
        if (result is not FoldResult.Folded folded)
            return;
        States[topic] = folded.State;
        if (!Logs.TryGetValue(topic, out var log))
            Logs[topic] = log = [];
        log.AddRange(folded.Entries.Select(static entry => JsonDocument.Parse(entry.Entry).RootElement));
    }

    public string Game(string topic = Topic) => Encoding.UTF8.GetString(States[topic].Documents["game"].Span);

    public string Tick(string topic = Topic) => Encoding.UTF8.GetString(States[topic].Documents["tick"].Span);

    public IReadOnlyList<string> Log(string topic = Topic) => [.. Logs[topic].Select(static entry => entry.GetRawText())];

    /// <summary>A message of a running round.</summary>
    public static string At(long tick, string price, string more = "") =>
        $$"""{"gameId":"{{Id}}","active":true,"rugged":false,"price":{{price}},"tickCount":{{tick}}{{more}}}""";
}
