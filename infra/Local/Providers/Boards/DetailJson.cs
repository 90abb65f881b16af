using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>Soccer's <c>details[]</c>: goals and cards, without ids. A goal the video referee took away is simply not there any more.</summary>
internal static class DetailJson
{
    public static JsonArray Of(MatchState match) => [.. match.Plays.Select(play => (JsonNode)Row(match, play))];

    private static JsonObject Row(MatchState match, Play play)
    {
        var seconds = match.Match.Script.StretchAt(play.At).ClockAt(play.At);
        var scores = play.Points > 0 || play.IsShootoutKick;
        var json = new JsonObject
        {
            ["type"] = new JsonObject { ["id"] = play.Kind.Id, ["text"] = play.Kind.Text },
            ["clock"] = new JsonObject
            {
                ["value"] = (decimal)SoccerStatus.RowValue(play.Period, seconds) + 0.0m,
                ["displayValue"] = play.IsShootoutKick ? "120'" : SoccerStatus.Display(play.Period, seconds),
            },
            ["team"] = new JsonObject { ["id"] = $"{match.Team(play.Side ?? Side.Home).Id}" },
            ["scoreValue"] = scores ? 1 : 0,
            ["scoringPlay"] = scores,
            ["redCard"] = play.Kind == PlayKind.RedCard,
            ["yellowCard"] = play.Kind == PlayKind.YellowCard,
            ["penaltyKick"] = play.Kind == PlayKind.Penalty || play.IsShootoutKick,
            ["ownGoal"] = play.Kind == PlayKind.OwnGoal,
            ["shootout"] = play.IsShootoutKick,
        };
        if (play.Athlete is { } athlete)
            json["athletesInvolved"] = new JsonArray(AthleteJson.Involved(match.Match.League, athlete));
        return json;
    }
}
