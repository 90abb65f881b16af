using System.Globalization;
using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>Our JSON of a match: the documents of its state tiers, as far as one answer of a provider tells them.</summary>
internal static class SportsWire
{
    /// <summary>The <c>score</c> document: who, when, where, how it stands.</summary>
    public static byte[] Score(Match match)
    {
        var finished = match.Status?.Phase == MatchPhase.Finished;
        return new CanonicalObject()
            .Set("sport", match.League.Sport)
            .Set("league", match.League.Name)
            .Set("start", Time(match.Start))
            .Set("note", match.Note)
            .Set("venue", new CanonicalObject().Set("name", match.Venue).Set("city", match.City))
            .Set("home", SideOf(match, match.Home, match.Away))
            .Set("away", SideOf(match, match.Away, match.Home))
            .Set("status", StatusOf(match.Status))
            .Set("decided", finished ? match.Decided ?? Result.DecidedBy(match) : null)
            .Set("by", match.By)
            .ToBytes();
    }

    /// <summary>The part of the <c>score</c> document that providers can contradict each other in: how it stands.</summary>
    public static byte[] Standing(Match match) => new CanonicalObject()
        .Set("home", StandingOf(match, match.Home, match.Away))
        .Set("away", StandingOf(match, match.Away, match.Home))
        .Set("status", StatusOf(match.Status))
        .Set("decided", match.Status?.Phase == MatchPhase.Finished ? match.Decided ?? Result.DecidedBy(match) : null)
        .Set("by", match.By)
        .ToBytes();

    /// <summary>The <c>stats</c> document: numbers around the match, and the moment in play.</summary>
    public static byte[] Stats(Match match) => new CanonicalObject()
        .Set("home", StatsOf(match.Home))
        .Set("away", StatsOf(match.Away))
        .Set("situation", match.Status?.Phase.IsOn == true ? match.Situation : null)
        .ToBytes();

    /// <summary>Everything that is taken of what was said, to tell whether two answers say the same.</summary>
    public static byte[] Facts(Match match)
    {
        var rows = new CanonicalObject();
        foreach (var row in match.Incidents ?? [])
            rows.Set(row.Key.ToString(), row.Word);
        // Numbers that are not shown yet may still be weighed, with what is remembered of the match.
        var numbers = new CanonicalObject().Set("home", match.Home.Score).Set("away", match.Away.Score);
        return [.. Score(match), .. Stats(match), .. rows.ToBytes(), .. numbers.ToBytes()];
    }

    /// <summary>A time as viewers read it: UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static CanonicalObject SideOf(Match match, Side side, Side other) => StandingOf(match, side, other)
        .Set("id", side.TeamId)
        .Set("name", side.Name)
        .Set("short", side.ShortName == side.Name ? null : side.ShortName)
        .Set("abbr", side.Abbreviation);

    private static CanonicalObject StandingOf(Match match, Side side, Side other) => new CanonicalObject()
        .Set("score", Result.HasScore(match) ? side.Score : null)
        .Set("scoreText", side.ScoreText)
        .Set("shootout", side.Shootout)
        .Set("regulation", Result.Regulation(match, side))
        .Set("winner", match.Status?.Phase == MatchPhase.Finished ? side.Winner ?? Result.IsAhead(side, other) : null);

    /// <summary>A status as it stands in the document.</summary>
    public static CanonicalObject? StatusOf(MatchStatus? status) => status is null ? null : new CanonicalObject()
        .Set("phase", status.Phase.Word)
        .Set("name", status.Name)
        .Set("detail", status.Detail == status.Clock ? null : status.Detail)
        .Set("period", status.Period)
        .Set("clock", status.Clock)
        .Set("minute", status.Minute?.Played)
        .Set("added", status.Minute?.Added)
        .Set("half", status.Half is { } half ? Word(half) : null);

    /// <summary>Reads back what <see cref="StatusOf"/> wrote.</summary>
    public static MatchStatus? ReadStatus(JsonElement? json)
    {
        if (json is not { } status || MatchPhaseWords.Parse(status.Text("phase"u8)) is not { } phase)
            return null;
        var clock = status.Text("clock"u8);
        return new()
        {
            Phase = phase,
            Name = status.Text("name"u8) ?? phase.Word,
            Detail = status.Text("detail"u8),
            Period = status.Whole("period"u8),
            Clock = clock,
            Minute = status.Whole("minute"u8) is { } played ? new(played, status.Whole("added"u8)) : null,
            Half = Half(status.Text("half"u8)),
        };
    }

    /// <summary>The half of an inning in a word.</summary>
    public static string Word(InningHalf half) => half switch
    {
        InningHalf.Top => "top",
        InningHalf.Mid => "mid",
        InningHalf.Bottom => "bottom",
        InningHalf.End => "end",
    };

    private static InningHalf? Half(string? word)
    {
        foreach (var half in Enum.GetValues<InningHalf>())
        {
            if (Word(half) == word)
                return half;
        }

        return null;
    }

    private static CanonicalObject StatsOf(Side side) => new CanonicalObject()
        .Set("statistics", side.Statistics)
        .Set("records", side.Records)
        .Set("periods", side.ByPeriod)
        .Set("form", side.Form)
        .Set("hits", side.Hits)
        .Set("errors", side.Errors);
}
