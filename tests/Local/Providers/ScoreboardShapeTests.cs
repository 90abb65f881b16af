using System.Text.Json.Nodes;
using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

/// <summary>The documents are shaped as the real ones: along the field map always, and against recordings where they are at hand.</summary>
public sealed class ScoreboardShapeTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 21, 20, 0, 0, TimeSpan.Zero);

    /// <summary>The field map (reference feeds §1.2): a path every board has, and the kinds of JSON it may be.</summary>
    private static readonly string[] FieldMap =
    [
        "leagues[].id string", "leagues[].uid string", "leagues[].slug string", "leagues[].season.year number", "leagues[].season.type.id string",
        "leagues[].calendarType string", "season.type number", "season.year number",
        "events[].id string", "events[].uid string", "events[].date string", "events[].name string", "events[].shortName string", "events[].season.slug string",
        "events[].status.clock number", "events[].status.displayClock string", "events[].status.period number", "events[].status.type.id string",
        "events[].status.type.name string", "events[].status.type.state string", "events[].status.type.completed bool", "events[].status.type.detail string",
        "events[].status.type.shortDetail string", "events[].links[].href string",
        "events[].competitions[].id string", "events[].competitions[].uid string", "events[].competitions[].date string", "events[].competitions[].startDate string",
        "events[].competitions[].attendance number", "events[].competitions[].timeValid bool", "events[].competitions[].recent bool",
        "events[].competitions[].status.type.name string", "events[].competitions[].venue.fullName string", "events[].competitions[].format.regulation.periods number",
        "events[].competitions[].playByPlayAvailable bool", "events[].competitions[].tickets[].summary string", "events[].competitions[].broadcasts[].names[] string",
        "events[].competitions[].competitors[].id string", "events[].competitions[].competitors[].homeAway string", "events[].competitions[].competitors[].order number",
        "events[].competitions[].competitors[].score string|object|null", "events[].competitions[].competitors[].team.displayName string",
        "events[].competitions[].competitors[].team.color string", "events[].competitions[].odds[] object|null", "events[].competitions[].odds[].overUnder number",
    ];

    /// <summary>Keys of the field map that no recording at hand has: baseball and basketball were not recorded, the rest is put in on purpose.</summary>
    private static readonly string[] NotRecorded =
    [
        "hits", "errors", "outsText", "situation.balls", "situation.strikes", "situation.outs", "situation.onFirst", "situation.onSecond", "situation.onThird",
        "situation.pitcher", "situation.batter", "score.value", "score.displayValue", "linescores[].displayValue", "linescores[].period",
    ];

    private static readonly HashSet<string> Rows = ["97", "98", "94", "93"];

    [Theory]
    [InlineData("Soccer")]
    [InlineData("Basketball")]
    [InlineData("Football")]
    [InlineData("Baseball")]
    [InlineData("Hockey")]
    public void Every_board_has_the_documented_fields_with_their_types(string sport)
    {
        var seen = Shape.Of([.. Boards(Leagues.All.First(league => $"{league.Sport}" == sport))]);

        foreach (var (path, kinds) in FieldMap.Select(line => line.Split(' ')).Select(cells => (cells[0], cells[1].Split('|'))))
        {
            Assert.True(seen.TryGetValue(path, out var found), $"{path} is missing");
            Assert.Subset(kinds.ToHashSet(), found ?? []);
        }
    }

    [Fact]
    public void Every_path_and_type_is_one_the_recordings_have()
    {
        var folder = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES");
        var recordings = folder is null ? null : Path.Combine(folder, "sports", "espn");
        if (recordings is null || !Directory.Exists(recordings))
        {
            // The recordings belong to the provider and are not in the repository; the field map above holds everywhere.
            Assert.NotEmpty(FieldMap);
            return;
        }

        var recorded = Shape.Of([.. Recorded(recordings)]);
        var ours = Shape.Of([.. Leagues.All.SelectMany(Boards)]);

        var strangers = ours.Where(path => !recorded.ContainsKey(path.Key) && !Array.Exists(NotRecorded, known => path.Key.Contains(known, StringComparison.Ordinal))).Select(path => path.Key);
        Assert.Empty(strangers);
        var otherKinds = ours.Where(path => recorded.TryGetValue(path.Key, out var kinds) && !path.Value.IsSubsetOf(kinds) && !IsOnPurpose(path.Key));
        Assert.Empty(otherKinds.Select(path => $"{path.Key}: {string.Join('|', path.Value)}"));
    }

    [Fact]
    public void An_event_is_as_big_as_a_real_one()
    {
        foreach (var (league, events) in Leagues.All.Select(league => (league, Events(league))))
        {
            // A postponed match has little to tell and a shootout much (37 KB have been recorded); the others are between 8 and 20 KiB.
            var sizes = events.Where(IsOfKnownTeams).Select(one => ScoreboardJson.Bytes(one).Length).ToList();
            Assert.All(sizes, size => Assert.InRange(size, 6_000, 30_000));
            Assert.True(sizes.Count(size => size is >= 8_000 and <= 20_480) > 0.85 * sizes.Count, league.Slug);
        }
    }

    [Fact]
    public void Most_polls_differ_in_bytes_while_little_has_happened()
    {
        var season = new Season(7, 10, null);
        var polls = Enumerable.Range(0, 60).Select(i => Evening.AddSeconds(100 + 3 * i)).Select(at => Hockey(season, at)).ToList();

        Assert.Equal(polls.Count, polls.Select(poll => poll.Bytes).Distinct().Count());
        Assert.True(polls.Select(poll => poll.Scores).Distinct().Count() < 15);

        static (string Bytes, string Scores) Hockey(Season season, DateTimeOffset at)
        {
            List<MatchState> matches = [.. season.BoardAt(at).Where(match => match.Match.League == Leagues.Hockey)];
            return (Convert.ToBase64String(ScoreboardJson.Write(Leagues.Hockey, at, matches)), string.Join(' ', matches.Select(match => $"{match.Score(Side.Home)}-{match.Score(Side.Away)}")));
        }
    }

    [Fact]
    public void Soccer_rows_have_no_ids_and_add_up_to_the_score()
    {
        var live = Events(Leagues.Soccer).Select(one => one["competitions"]?[0] ?? new JsonObject()).ToList();

        foreach (var competition in live)
        {
            var rows = competition["details"]?.AsArray() ?? [];
            Assert.All(rows, row => Assert.Null(row?["id"]));
            foreach (var competitor in competition["competitors"]?.AsArray() ?? [])
            {
                var goals = rows.Count(row => (bool?)row?["scoringPlay"] == true && (bool?)row["shootout"] == false && (string?)row["team"]?["id"] == (string?)competitor?["team"]?["id"]);
                Assert.Equal((string?)competitor?["score"] ?? "0", $"{goals}");
            }
        }

        var all = live.SelectMany(competition => competition["details"]?.AsArray() ?? []).ToList();
        Assert.Superset(Rows, all.Select(row => (string?)row?["type"]?["id"] ?? "").ToHashSet(StringComparer.Ordinal));
        Assert.Contains(all, row => row?["athletesInvolved"] is null);
        Assert.Contains(all, row => ((string?)row?["clock"]?["displayValue"])?.StartsWith("90'+", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void The_odd_forms_of_the_real_feed_are_there()
    {
        var scores = Leagues.All.SelectMany(Events).SelectMany(one => one["competitions"]?[0]?["competitors"]?.AsArray() ?? []).ToList();

        Assert.Contains(scores, side => side?["score"] is null);
        Assert.Contains(scores, side => side?["score"] is JsonObject);
        Assert.Contains(scores, side => side?["team"]?["abbreviation"] is null);
        Assert.Contains(scores, side => (string?)side?["team"]?["id"] == "-1");
        Assert.Contains(Events(Leagues.Baseball), one => one["competitions"]?[0]?["competitors"]?[0]?["linescores"]?.AsArray().Any(line => line?["value"] is null) == true);
        Assert.Contains(Events(Leagues.Football), one => ((string?)one["competitions"]?[0]?["situation"]?["downDistanceText"])?.Contains(" & ", StringComparison.Ordinal) == true);
        Assert.Contains(Events(Leagues.Football), one => one["competitions"]?[0]?["situation"] is { } situation && situation["down"] is null);
        Assert.Contains(Events(Leagues.Hockey), one => (string?)one["status"]?["type"]?["name"] == "STATUS_ICE_REPAIR");
    }

    [Fact]
    public void Dates_have_minutes_and_no_seconds_and_identity_hangs_together()
    {
        foreach (var (league, one) in Leagues.All.SelectMany(league => Events(league).Select(one => (league, one))))
        {
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\dZ$", (string?)one["date"]);
            Assert.Matches(@"^\d+$", (string?)one["id"]);
            Assert.Equal($"s:{league.SportId}~l:{league.Id}~e:{(string?)one["id"]}", (string?)one["uid"]);
            Assert.Equal(one["status"]?.ToJsonString(), one["competitions"]?[0]?["status"]?.ToJsonString());
            Assert.Equal(["home", "away"], one["competitions"]?[0]?["competitors"]?.AsArray().Select(side => (string?)side?["homeAway"]) ?? []);
        }
    }

    private static bool IsOfKnownTeams(JsonNode one) => one["competitions"]?[0]?["competitors"]?.AsArray().All(side => (bool?)side?["team"]?["isActive"] == true) == true;

    /// <summary>Score as object or null is documented (§1.4) but not in these recordings.</summary>
    private static bool IsOnPurpose(string path) => path.EndsWith(".score", StringComparison.Ordinal) || path.EndsWith("linescores[].value", StringComparison.Ordinal);

    private static List<JsonNode> Events(League league) => [.. Boards(league).SelectMany(board => board["events"]?.AsArray() ?? []).OfType<JsonNode>()];

    /// <summary>Two evenings of a league, looked at every 47 seconds.</summary>
    private static IEnumerable<JsonNode> Boards(League league)
    {
        var season = new Season(7, 10, null);
        for (var at = Evening; at < Evening.AddMinutes(80); at = at.AddSeconds(47))
            yield return Running.Parse(System.Text.Encoding.UTF8.GetString(ScoreboardJson.Write(league, at, season.BoardAt(at).Where(match => match.Match.League == league))));
    }

    private static IEnumerable<JsonNode> Recorded(string folder)
    {
        foreach (var inside in new[] { folder, Path.Combine(folder, "live"), Path.Combine(folder, "world_cup_sequence") })
        {
            var recording = Recording.Open("recorded", inside);
            do
            {
                var board = Running.Parse(System.Text.Encoding.UTF8.GetString(recording.Current));
                if (board["events"] is not null)
                    yield return board;
            }
            while (recording.Step());
        }
    }
}
