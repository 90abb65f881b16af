using System.Globalization;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Mlb;

/// <summary>Reads one game of the <c>schedule</c>, asked for with its teams and its line score.</summary>
internal static class MlbGame
{
    public static Reading Read(JsonElement game, League league)
    {
        if (game.Text("gamePk"u8) is not { Length: <= 20 } id)
            return Reading.No(Rejection.Malformed, "The game has no id.");
        if (SportsTime.Utc(game.Text("gameDate"u8)) is not { } start)
            return Reading.No(Rejection.NoTopic, "The game has no start.");
        var line = game.Child("linescore"u8);
        var teams = game.Child("teams"u8);
        if (Side(teams?.Child("home"u8), line, "home") is not { } home || Side(teams?.Child("away"u8), line, "away") is not { } away)
            return Reading.No(Rejection.NoTopic, "The game is not one home side against one away side.");
        return new(
            new()
            {
                Id = id,
                League = league,
                Start = start,
                Home = home,
                Away = away,
                Status = MlbStatus.Read(game.Child("status"u8), line),
                Venue = game.Child("venue"u8)?.Text("name"u8),
                Periods = line?.Whole("scheduledInnings"u8) ?? game.Whole("scheduledInnings"u8) ?? 9,
                Situation = MlbStatus.Situation(line),
            },
            default,
            "");
    }

    private static Side? Side(JsonElement? said, JsonElement? line, string which)
    {
        if (said?.Child("team"u8) is not { } team || team.Text("name"u8) is not { } name)
            return null;
        var sum = line?.Child("teams"u8)?.Child(which == "home" ? "home"u8 : "away"u8);
        var (shown, points) = (new CanonicalObject(), new List<int>());
        foreach (var inning in line?.Items("innings"u8) ?? default)
        {
            // A half that was not played has no runs.
            if (inning.Whole("num"u8) is { } number && inning.Child(which == "home" ? "home"u8 : "away"u8)?.Whole("runs"u8) is { } runs)
            {
                shown.Set(number.ToString(CultureInfo.InvariantCulture), runs);
                points.Add(runs);
            }
        }

        return new()
        {
            TeamId = team.Text("id"u8) ?? "",
            Name = name,
            ShortName = team.Text("teamName"u8),
            Abbreviation = team.Text("abbreviation"u8),
            Score = said.Value.Whole("score"u8) ?? sum?.Whole("runs"u8),
            Winner = said.Value.Truth("isWinner"u8),
            Hits = sum?.Whole("hits"u8),
            Errors = sum?.Whole("errors"u8),
            ByPeriod = shown.IsEmpty ? null : shown,
            Points = points.Count > 0 ? points : null,
        };
    }
}
