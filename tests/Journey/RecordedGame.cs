using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace LiveView.Journey.Tests;

/// <summary>
/// A recorded play-by-play, told again as far as it had come by then: each answer holds the plays that were over at one moment of the evening,
/// by the recording's own times.
/// </summary>
/// <param name="Provider">Who tells it, as the settings call him.</param>
/// <param name="Target">What is asked.</param>
/// <param name="Path">Where it is asked, below the provider's address.</param>
/// <param name="Pages">The answers, from the first play to the last.</param>
/// <param name="Told">What a viewer must have read in the end, in order.</param>
internal sealed record RecordedGame(string Provider, string Target, string Path, IReadOnlyList<byte[]> Pages, IReadOnlyList<string> Told)
{
    private const int Answers = 20;

    public string Topic => $"sports:{Target.Split('/')[^1]}";

    /// <summary>Every basket, with the score after it.</summary>
    public static RecordedGame Basketball()
    {
        var actions = Read("nba_cdn/playbyplay_0022000001.json.gz")["game"]!["actions"]!.AsArray().Select(static action => action!).ToList();
        var at = actions.ToDictionary(static action => action, static action => Time(action["timeActual"]));
        return new(
            "Nba",
            "basketball/nba/0022000001/nba.20201222.gsw.bkn",
            "static/json/liveData/playbyplay/playbyplay_0022000001.json",
            [
                .. Moments(at.Values).Select(moment => Bytes(new JsonObject
                {
                    ["game"] = new JsonObject { ["gameId"] = "0022000001", ["actions"] = Copies(actions.Where(action => at[action] <= moment)) },
                })),
            ],
            [.. actions.Where(static action => (string?)action["shotResult"] == "Made").OrderBy(static action => (int)action["orderNumber"]!)
                .Select(static basket => $"{basket["scoreAway"]}-{basket["scoreHome"]} {basket["description"]}")]);
    }

    /// <summary>Every goal, with the score after it. The plays have clocks of the game, which is their time.</summary>
    public static RecordedGame Hockey()
    {
        var recorded = Read("nhl_web/play_by_play_2023020204.json.gz").AsObject();
        var plays = recorded["plays"]!.AsArray().Select(static play => play!).OrderBy(static play => (int)play["sortOrder"]!).ToList();
        return new(
            "Nhl",
            "hockey/nhl/2023020204/nhl.20231110.min.buf",
            "v1/gamecenter/2023020204/play-by-play",
            [.. Enumerable.Range(1, Answers).Select(page => Bytes(Page(recorded, plays, plays.Count * page / Answers)))],
            [.. plays.Where(static play => (int)play["typeCode"]! == 505).Select(static goal => $"{goal["details"]!["awayScore"]}-{goal["details"]!["homeScore"]}")]);
    }

    /// <summary>Every turn at bat, in words.</summary>
    public static RecordedGame Baseball()
    {
        var plays = Read("mlb_statsapi/play_by_play.json.gz")["allPlays"]!.AsArray().Select(static play => play!).ToList();
        var at = plays.ToDictionary(static play => play, static play => Time(play["about"]!["endTime"]));
        return new(
            "Mlb",
            "baseball/mlb/745804/mlb.20240605.mil.phi",
            "api/v1.1/game/745804/feed/live",
            [
                .. Moments(at.Values).Select(moment => Bytes(new JsonObject
                {
                    ["gamePk"] = 745804,
                    ["gameData"] = new JsonObject { ["status"] = new JsonObject { ["abstractGameState"] = moment == at.Values.Max() ? "Final" : "Live" } },
                    ["liveData"] = new JsonObject { ["plays"] = new JsonObject { ["allPlays"] = Copies(plays.Where(play => at[play] <= moment)) } },
                })),
            ],
            [.. plays.Select(static play => (string)play["result"]!["description"]!)]);
    }

    private static JsonObject Page(JsonObject recorded, List<JsonNode> plays, int count)
    {
        var known = plays.Take(count).ToList();
        var (home, away) = (0, 0);
        foreach (var details in known.Select(static play => play["details"]))
            (home, away) = ((int?)details?["homeScore"] ?? home, (int?)details?["awayScore"] ?? away);
        var body = recorded.DeepClone().AsObject();
        body["plays"] = Copies(known);
        (body["homeTeam"]!["score"], body["awayTeam"]!["score"]) = (home, away);
        body["gameState"] = (int)known[^1]["typeCode"]! == 524 ? "OFF" : "LIVE";
        body["periodDescriptor"] = known[^1]["periodDescriptor"]!.DeepClone();
        body["clock"] = new JsonObject { ["timeRemaining"] = (string?)known[^1]["timeRemaining"], ["inIntermission"] = (int)known[^1]["typeCode"]! == 521 };
        return body;
    }

    private static IEnumerable<DateTimeOffset> Moments(IEnumerable<DateTimeOffset> times)
    {
        var (first, last) = (times.Min(), times.Max());
        return Enumerable.Range(1, Answers).Select(page => first + ((last - first) * page / Answers));
    }

    private static JsonArray Copies(IEnumerable<JsonNode> nodes) => [.. nodes.Select(static node => node.DeepClone())];

    private static DateTimeOffset Time(JsonNode? time) => DateTimeOffset.Parse((string)time!, System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static JsonNode Read(string name)
    {
        var folder = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        Assert.SkipUnless(Directory.Exists(folder), "LIVEVIEW_FIXTURES does not name the folder of recorded payloads.");
        using var file = new GZipStream(File.OpenRead(System.IO.Path.Combine(folder, "sports", name)), CompressionMode.Decompress);
        return JsonNode.Parse(file)!;
    }
}
