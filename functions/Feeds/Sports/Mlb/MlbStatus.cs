using System.Globalization;
using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports.Mlb;

/// <summary>Reads where a game stands: its coded state, and the inning of its line score.</summary>
internal static class MlbStatus
{
    public static MatchStatus? Read(JsonElement? status, JsonElement? line)
    {
        var detailed = status?.Text("detailedState"u8);
        var period = line?.Whole("currentInning"u8);
        if (Phase(status, detailed) is not { } phase)
            return null;
        if (phase is MatchPhase.Scheduled || phase.IsOff)
            return new() { Phase = phase, Name = phase.Word, Period = phase == MatchPhase.Suspended ? period : null };
        if (phase == MatchPhase.Finished)
            return new() { Phase = phase, Name = "final", Period = period, Detail = period is > 9 ? string.Create(CultureInfo.InvariantCulture, $"Final/{period}") : "Final" };
        var half = Half(line?.Text("inningState"u8));
        return new()
        {
            Phase = phase,
            Name = phase == MatchPhase.Break ? "delayed" : "in-progress",
            Pause = phase == MatchPhase.Break ? Pause.Delay : Pause.None,
            Period = period,
            Half = half,
            Detail = phase == MatchPhase.Break ? detailed : null,
        };
    }

    public static CanonicalObject? Situation(JsonElement? line)
    {
        if (line is not { } said)
            return null;
        var offense = said.Child("offense"u8);
        return new CanonicalObject()
            .Set("balls", said.Whole("balls"u8))
            .Set("strikes", said.Whole("strikes"u8))
            .Set("outs", said.Whole("outs"u8))
            .Set("onFirst", offense?.Child("first"u8) is not null)
            .Set("onSecond", offense?.Child("second"u8) is not null)
            .Set("onThird", offense?.Child("third"u8) is not null);
    }

    private static MatchPhase? Phase(JsonElement? status, string? detailed)
    {
        var delayed = detailed?.StartsWith("Delayed", StringComparison.Ordinal) == true;
        return status?.Text("codedGameState"u8) switch
        {
            "D" => MatchPhase.Postponed,
            "C" => MatchPhase.Cancelled,
            "T" or "U" => MatchPhase.Suspended,
            "S" or "P" => MatchPhase.Scheduled,
            "I" or "M" or "N" => delayed ? MatchPhase.Break : MatchPhase.Live,
            "F" or "O" or "Q" or "R" => MatchPhase.Finished,
            _ => status?.Text("abstractGameState"u8) switch
            {
                "Preview" => MatchPhase.Scheduled,
                "Live" => delayed ? MatchPhase.Break : MatchPhase.Live,
                "Final" => MatchPhase.Finished,
                _ => null,
            },
        };
    }

    private static InningHalf? Half(string? state) => state switch
    {
        "Top" => InningHalf.Top,
        "Middle" => InningHalf.Mid,
        "Bottom" => InningHalf.Bottom,
        "End" => InningHalf.End,
        _ => null,
    };
}
