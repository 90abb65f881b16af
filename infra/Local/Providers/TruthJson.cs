using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>
/// What really happened until now, in our own words, so that a test can hold it against what a viewer saw: with the plays that were
/// taken back since, and marked so.
/// </summary>
internal static class TruthJson
{
    public static JsonObject Of(Evening evening, DateTimeOffset instant, IEnumerable<MatchState> matches) => new()
    {
        ["at"] = $"{instant:O}",
        ["evening"] = new JsonObject { ["number"] = evening.Number, ["start"] = $"{evening.Start:O}", ["end"] = $"{evening.End:O}" },
        ["matches"] = new JsonArray([.. matches.Select(match => (JsonNode)One(match))]),
    };

    private static JsonObject One(MatchState match) => new()
    {
        ["id"] = match.Match.Id,
        ["league"] = match.Match.League.Slug,
        ["date"] = ScoreboardJson.Minutes(match.Match.Kickoff),
        ["home"] = Team(match, Side.Home),
        ["away"] = Team(match, Side.Away),
        ["status"] = new JsonObject
        {
            ["name"] = match.Status.Facts.Name,
            ["state"] = match.Status.Facts.State,
            ["completed"] = match.Status.Facts.Completed,
            ["period"] = match.Status.Period,
            ["displayClock"] = match.Status.DisplayClock,
            ["detail"] = match.Status.Detail,
        },
        ["twists"] = $"{match.Match.Twists}",
        ["events"] = new JsonArray([.. match.Known.Select(play => (JsonNode)Event(match, play))]),
    };

    private static JsonObject Team(MatchState match, Side side) => new()
    {
        ["id"] = $"{match.Team(side).Id}",
        ["abbreviation"] = match.Team(side).Abbreviation,
        ["name"] = match.Team(side).DisplayName,
        ["score"] = match.Score(side),
        ["shootout"] = match.ShootoutScore(side),
    };

    private static JsonObject Event(MatchState match, Play play)
    {
        var seconds = match.Match.Script.StretchAt(play.At).ClockAt(play.At);
        return new JsonObject
        {
            ["kind"] = play.Kind.Text,
            ["period"] = play.Period,
            ["clock"] = match.Match.League.IsSoccer ? SoccerStatus.Display(play.Period, seconds) : $"{(int)seconds / 60}:{(int)seconds % 60:00}",
            ["side"] = play.Side is { } side ? side == Side.Home ? "home" : "away" : null,
            ["points"] = play.Points,
            ["text"] = play.Text,
            ["athlete"] = play.Athlete?.FullName,
            ["withdrawn"] = !play.StandsAt(match.Elapsed),
        };
    }
}
