using System.Globalization;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>The NHL's web API: no score before the game, a clock that stands above zero after overtime, rows in no order.</summary>
internal static class NhlJson
{
    public static byte[] Board(IReadOnlyList<MatchState> matches) => ScoreboardJson.Bytes(new JsonObject
    {
        ["currentDate"] = matches.Count == 0 ? "" : $"{matches[0].Instant.UtcDateTime:yyyy-MM-dd}",
        ["gameWeek"] = new JsonArray(),
        ["games"] = new JsonArray([.. matches.Select(match => (JsonNode)Game(match))]),
    });

    public static byte[] Plays(MatchState match)
    {
        var game = Game(match);
        // Newest first: sortOrder has the order, not the list.
        game["plays"] = new JsonArray([.. Telling.Of(match).Reverse().Select(telling => (JsonNode)Play(match, telling))]);
        game["rosterSpots"] = new JsonArray([.. match.Known.Select(play => play.Athlete).OfType<Athlete>().DistinctBy(player => player.Id).Select(player => (JsonNode)new JsonObject
        {
            ["playerId"] = long.Parse(player.Id, CultureInfo.InvariantCulture),
            ["firstName"] = new JsonObject { ["default"] = player.Given },
            ["lastName"] = new JsonObject { ["default"] = player.Family },
        })]);
        return ScoreboardJson.Bytes(game);
    }

    private static JsonObject Game(MatchState match)
    {
        var game = new JsonObject
        {
            ["id"] = long.Parse(match.Match.Id, CultureInfo.InvariantCulture),
            ["gameType"] = 2,
            ["startTimeUTC"] = $"{match.Match.Kickoff.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}",
            ["gameState"] = match.Status.Facts.State switch { "pre" => "FUT", "in" => "LIVE", _ => "OFF" },
            ["gameScheduleState"] = match.Status.Stage == Stage.Postponed ? "PPD" : "OK",
            ["awayTeam"] = Team(match, Side.Away),
            ["homeTeam"] = Team(match, Side.Home),
        };
        if (!match.HasStarted)
            return game;
        game["clock"] = new JsonObject
        {
            ["timeRemaining"] = Time(match.Status.Clock ?? 0),
            ["running"] = match.Status.Stage == Stage.Live,
            ["inIntermission"] = match.Status.Stage == Stage.PeriodEnd,
        };
        game["period"] = match.Status.Period;
        game["periodDescriptor"] = Period(match.Status.Period ?? 1, match.Note);
        if (match.Status.Facts.Completed)
            game["gameOutcome"] = new JsonObject { ["lastPeriodType"] = match.Note.Length > 0 ? match.Note : "REG" };
        return game;
    }

    private static JsonObject Team(MatchState match, Side side)
    {
        var team = new JsonObject
        {
            ["id"] = match.Team(side).IsPlaceholder ? -1 : SecondTeams.Id(match, side),
            ["name"] = new JsonObject { ["default"] = match.Team(side).Name },
            ["abbrev"] = SecondTeams.Code(match, side),
        };
        if (match.HasStarted)
            team["score"] = match.Score(side);
        return team;
    }

    private static JsonObject Play(MatchState match, Telling telling)
    {
        var play = telling.Play;
        var shootout = play.Kind == PlayKind.ShootoutComplete;
        var details = new JsonObject { ["eventOwnerTeamId"] = play.Side is { } side ? SecondTeams.Id(match, side) : null };
        var player = long.Parse(play.Athlete?.Id ?? "0", CultureInfo.InvariantCulture);
        if (play.Kind == PlayKind.HockeyGoal)
            (details["scoringPlayerId"], details["homeScore"], details["awayScore"]) = (player, telling.Home, telling.Away);
        else if (play.Kind == PlayKind.HockeyPenalty)
            (details["committedByPlayerId"], details["descKey"]) = (player, "hooking");
        return new()
        {
            ["eventId"] = (telling.Number * 37) % 10_007, // unique, and in no order
            ["sortOrder"] = telling.Number * 10,
            ["typeCode"] = int.Parse(play.Kind.Id, CultureInfo.InvariantCulture),
            ["typeDescKey"] = play.Kind.Text.ToLowerInvariant(),
            ["periodDescriptor"] = Period(play.Period, shootout ? "SO" : play.Period > 3 ? "OT" : ""),
            ["timeRemaining"] = Time(telling.Seconds),
            ["details"] = details,
        };
    }

    private static JsonObject Period(int number, string note) =>
        new() { ["number"] = number, ["periodType"] = note.Length > 0 ? note : "REG", ["maxRegulationPeriods"] = 3 };

    private static string Time(double seconds) => $"{(int)seconds / 60:00}:{(int)seconds % 60:00}";
}
