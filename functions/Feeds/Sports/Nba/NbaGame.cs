using System.Globalization;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Nba;

/// <summary>Reads one game of <c>todaysScoreboard</c>.</summary>
internal static class NbaGame
{
    private const int Before = 1, On = 2, Over = 3;

    public static Reading Read(JsonElement game, League league)
    {
        if (game.Text("gameId"u8) is not { Length: <= 20 } id)
            return Reading.No(Rejection.Malformed, "The game has no id.");
        if (SportsTime.Utc(game.Text("gameTimeUTC"u8)) is not { } start) // never gameEt: its zone is sometimes false
            return Reading.No(Rejection.NoTopic, "The game has no start.");
        var period = game.Whole("period"u8) ?? 0;
        if (Side(game.Child("homeTeam"u8), period) is not { } home || Side(game.Child("awayTeam"u8), period) is not { } away)
            return Reading.No(Rejection.NoTopic, "The game is not one home side against one away side.");
        return new(
            new()
            {
                Id = id,
                League = league,
                Start = start,
                Home = home,
                Away = away,
                Status = Status(game, period),
                Note = game.Text("seriesText"u8),
                Periods = game.Whole("regulationPeriods"u8),
            },
            default,
            "");
    }

    private static MatchStatus? Status(JsonElement game, int period)
    {
        var words = game.Text("gameStatusText"u8)?.Trim();
        var clock = NbaClock.Show(game.Text("gameClock"u8));
        if (words is "PPD")
            return new() { Phase = MatchPhase.Postponed, Name = "postponed" };
        switch (game.Whole("gameStatus"u8))
        {
            case Before: return new() { Phase = MatchPhase.Scheduled, Name = "scheduled" };
            case Over: return new() { Phase = MatchPhase.Finished, Name = "final", Detail = words, Period = period };
            case On:
                var half = words?.StartsWith("Half", StringComparison.OrdinalIgnoreCase) == true;
                var end = words?.StartsWith("End", StringComparison.OrdinalIgnoreCase) == true;
                return new()
                {
                    Phase = half || end ? MatchPhase.Break : MatchPhase.Live,
                    Pause = half ? Pause.HalfTime : end ? Pause.PeriodEnd : Pause.None,
                    Name = half ? "halftime" : end ? "end-period" : "in-progress",
                    Detail = words,
                    Period = period is > 0 ? period : null,
                    Clock = clock,
                };
            default: return null;
        }
    }

    private static Side? Side(JsonElement? said, int period)
    {
        if (said is not { } team || team.Text("teamTricode"u8) is not { } code)
            return null;
        var (shown, points) = (new CanonicalObject(), new List<int>());
        foreach (var line in team.Items("periods"u8)) // those to come stand there with 0
        {
            if (line.Whole("period"u8) is { } number && number <= period && line.Whole("score"u8) is { } score)
            {
                shown.Set(number.ToString(CultureInfo.InvariantCulture), score);
                points.Add(score);
            }
        }

        return new()
        {
            TeamId = team.Text("teamId"u8) ?? "",
            Name = $"{team.Text("teamCity"u8)} {team.Text("teamName"u8)}".Trim() is { Length: > 0 } name ? name : code,
            ShortName = team.Text("teamName"u8),
            Abbreviation = code,
            Score = team.Whole("score"u8),
            ByPeriod = shown.IsEmpty ? null : shown,
            Points = points.Count > 0 ? points : null,
            Records = team.Whole("wins"u8) is { } wins && team.Whole("losses"u8) is { } losses
                ? new CanonicalObject().Set("total", string.Create(CultureInfo.InvariantCulture, $"{wins}-{losses}"))
                : null,
        };
    }
}
