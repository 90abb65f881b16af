using System.Globalization;
using System.Text;
using LiveView.Core.Feeds;
using LiveView.Feeds.Sports;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>Puts matches on a scoreboard and the scoreboard through the feed, as the journey does.</summary>
internal sealed class Boards(string target = "soccer/eng.1")
{
    public static readonly DateTimeOffset Noon = new(2026, 8, 15, 12, 0, 0, TimeSpan.Zero);

    private SplitMemory? memory;

    public SportsFeed Feed { get; } = new();

    public Dictionary<string, TopicState> States { get; } = [];

    public List<(string Topic, string Entry)> Log { get; } = [];

    public List<FoldResult> Results { get; } = [];

    public DateTimeOffset Now { get; set; } = Noon;

    public static string Json(string league, params IEnumerable<EspnMatch> matches) =>
        $$$"""
        {"leagues":[{"id":"700","slug":"{{{league}}}","name":"A League"}],"day":{"date":"2026-08-15"},"events":[{{{string.Join(',', matches)}}}],"provider":{"id":"1"}}
        """;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public Split Split(string json) => Split(Bytes(json));

    public Split Split(byte[] body)
    {
        var split = Feed.Split(new("espn", target, body, Now), memory);
        memory = split.Memory;
        Now = Now.AddSeconds(3);
        return split;
    }

    public Split Poll(params IEnumerable<EspnMatch> matches) => PollBody(Bytes(Json(target[(target.IndexOf('/') + 1)..], matches)));

    public Split PollBody(byte[] body)
    {
        var split = Split(body);
        foreach (var raw in split.Raws)
            Fold(raw);
        return split;
    }

    public FoldResult Fold(Raw raw)
    {
        var result = Feed.Fold(States.GetValueOrDefault(raw.Topic.ToString()), raw);
        Results.Add(result);
        if (result is FoldResult.Folded folded)
        {
            States[raw.Topic.ToString()] = folded.State;
            Log.AddRange(folded.Entries.Select(entry => (raw.Topic.ToString(), Text(entry.Entry))));
        }

        return result;
    }

    public string Score(string? topic = null) => Text(State(topic).Documents["score"]);

    public string Stats(string? topic = null) => Text(State(topic).Documents["stats"]);

    public TopicState State(string? topic = null) => topic is null ? Assert.Single(States).Value : States[topic];

    public IEnumerable<string> Types => Log.Select(static line => Member(line.Entry, "type"));

    public void Restart() => memory = null;

    public static string Member(string json, string path)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var value = document.RootElement;
        foreach (var name in path.Split('.'))
        {
            if (!value.TryGetProperty(name, out value))
                return "";
        }

        return value.ToString().ToString(CultureInfo.InvariantCulture);
    }
}
