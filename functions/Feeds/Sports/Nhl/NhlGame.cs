using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Nhl;

/// <summary>Reads a game: of the scores of a day, or with its plays.</summary>
internal static class NhlGame
{
    public static Reading Read(JsonElement said, SportsTarget target)
    {
        var game = said.Child("game"u8) ?? said;
        if (game.Text("id"u8) is not { Length: <= 20 } id)
            return Reading.No(Rejection.Malformed, "The game has no id.");
        if (SportsTime.Utc(game.Text("startTimeUTC"u8)) is not { } start)
            return Reading.No(Rejection.NoTopic, "The game has no start.");
        if (Side(game.Child("homeTeam"u8)) is not { } home || Side(game.Child("awayTeam"u8)) is not { } away)
            return Reading.No(Rejection.NoTopic, "The game is not one home side against one away side.");
        return new(
            new()
            {
                Id = id,
                League = target.League,
                Start = start,
                Home = home,
                Away = away,
                Status = Status(game),
                Venue = game.Child("venue"u8)?.Text("default"u8),
                Periods = game.Child("periodDescriptor"u8)?.Whole("maxRegulationPeriods"u8) ?? 3,
                Incidents = target.Game is null ? null : NhlPlays.Read(said),
            },
            default,
            "");
    }

    private static MatchStatus? Status(JsonElement game)
    {
        switch (game.Text("gameScheduleState"u8))
        {
            case "PPD": return Off(MatchPhase.Postponed);
            case "CNCL": return Off(MatchPhase.Cancelled);
            case "SUSP": return Off(MatchPhase.Suspended);
        }

        var period = game.Child("periodDescriptor"u8)?.Whole("number"u8) ?? game.Whole("period"u8);
        var clock = game.Child("clock"u8);
        switch (game.Text("gameState"u8))
        {
            case "FUT" or "PRE":
                return new() { Phase = MatchPhase.Scheduled, Name = "scheduled" };
            case "LIVE" or "CRIT":
                var pauses = clock?.Truth("inIntermission"u8) == true;
                return new()
                {
                    Phase = pauses ? MatchPhase.Break : MatchPhase.Live,
                    Pause = pauses ? Pause.PeriodEnd : Pause.None,
                    Name = pauses ? "end-period" : "in-progress",
                    Period = period,
                    Clock = Shown(clock?.Text("timeRemaining"u8)),
                };
            case "OVER" or "FINAL" or "OFF":
                var last = game.Child("gameOutcome"u8)?.Text("lastPeriodType"u8);
                return new() { Phase = MatchPhase.Finished, Name = "final", Period = period, Detail = last is "OT" or "SO" ? $"Final/{last}" : "Final" };
            default:
                return null;
        }
    }

    /// <summary><c>07:31</c> as people read it.</summary>
    public static string? Shown(string? clock) => clock is ['0', _, ':', ..] ? clock[1..] : clock;

    private static MatchStatus Off(MatchPhase phase) => new() { Phase = phase, Name = phase.Word };

    private static Side? Side(JsonElement? said)
    {
        if (said is not { } team || team.Text("abbrev"u8) is not { } code)
            return null;
        var name = team.Child("name"u8)?.Text("default"u8) ?? team.Child("commonName"u8)?.Text("default"u8);
        var place = team.Child("placeName"u8)?.Text("default"u8);
        return new()
        {
            TeamId = team.Text("id"u8) ?? "",
            Name = place is null ? name ?? code : $"{place} {name}".Trim(),
            ShortName = name,
            Abbreviation = code,
            Score = team.Whole("score"u8),
            Statistics = team.Whole("sog"u8) is { } shots ? new LiveView.Core.Canonical.CanonicalObject().Set("shots", shots) : null,
        };
    }
}
