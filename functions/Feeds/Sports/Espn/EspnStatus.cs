using System.Collections.Frozen;
using System.Text.Json;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>
/// Reads a status. A known name says what it means; an unknown or missing one, or one that contradicts the three-valued
/// <c>state</c>, leaves the word to the state.
/// </summary>
internal static class EspnStatus
{
    private static readonly FrozenDictionary<string, (MatchPhase Phase, Pause Pause)> Known =
        new Dictionary<string, (MatchPhase, Pause)>
        {
            ["SCHEDULED"] = (MatchPhase.Scheduled, Pause.None),
            ["TBD"] = (MatchPhase.Scheduled, Pause.None),
            ["IN_PROGRESS"] = (MatchPhase.Live, Pause.None),
            ["IN_PROGRESS_2"] = (MatchPhase.Live, Pause.None),
            ["FIRST_HALF"] = (MatchPhase.Live, Pause.None),
            ["SECOND_HALF"] = (MatchPhase.Live, Pause.None),
            ["OVERTIME"] = (MatchPhase.Live, Pause.None),
            ["FIRST_HALF_EXTRA_TIME"] = (MatchPhase.Live, Pause.None),
            ["SECOND_HALF_EXTRA_TIME"] = (MatchPhase.Live, Pause.None),
            ["SHOOTOUT"] = (MatchPhase.Live, Pause.None),
            ["HALFTIME"] = (MatchPhase.Break, Pause.HalfTime),
            ["HALFTIME_ET"] = (MatchPhase.Break, Pause.HalfTime),
            ["END_PERIOD"] = (MatchPhase.Break, Pause.PeriodEnd),
            ["END_OF_PERIOD"] = (MatchPhase.Break, Pause.PeriodEnd),
            ["END_OF_REGULATION"] = (MatchPhase.Break, Pause.PeriodEnd),
            ["END_OF_EXTRATIME"] = (MatchPhase.Break, Pause.PeriodEnd),
            ["DELAYED"] = (MatchPhase.Break, Pause.Delay),
            ["RAIN_DELAY"] = (MatchPhase.Break, Pause.Delay),
            ["FINAL"] = (MatchPhase.Finished, Pause.None),
            ["FULL_TIME"] = (MatchPhase.Finished, Pause.None),
            ["FINAL_AET"] = (MatchPhase.Finished, Pause.None),
            ["FINAL_PEN"] = (MatchPhase.Finished, Pause.None),
            ["FINAL_AWD"] = (MatchPhase.Finished, Pause.None),
            ["FINAL_AGT"] = (MatchPhase.Finished, Pause.None),
            ["FINAL_OT"] = (MatchPhase.Finished, Pause.None),
            ["FORFEIT"] = (MatchPhase.Finished, Pause.None),
            ["WALKOVER"] = (MatchPhase.Finished, Pause.None),
            ["POSTPONED"] = (MatchPhase.Postponed, Pause.None),
            ["SUSPENDED"] = (MatchPhase.Suspended, Pause.None),
            ["ABANDONED"] = (MatchPhase.Abandoned, Pause.None),
            ["CANCELED"] = (MatchPhase.Cancelled, Pause.None),
            ["CANCELLED"] = (MatchPhase.Cancelled, Pause.None),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    public static MatchStatus? Read(JsonElement? said, League league)
    {
        if (said?.Child("type"u8) is not { } type)
            return null;
        var status = said.Value;
        var name = type.Text("name"u8);
        name = name?.StartsWith("STATUS_", StringComparison.Ordinal) == true ? name[7..] : name;
        var period = status.Whole("period"u8);
        var clock = status.Text("displayClock"u8);
        var detail = type.Text("detail"u8) ?? type.Text("shortDetail"u8);
        if (Meaning(name, type.Text("state"u8), type.Truth("completed"u8), period, detail) is not var (phase, pause))
            return null;
        if (phase == MatchPhase.Scheduled)
            return new() { Phase = phase, Name = Name(name, phase) }; // the rest is the start time in words, and a clock at its rest
        return new()
        {
            Phase = phase,
            Pause = pause,
            Name = Name(name, phase),
            Detail = detail,
            Period = period is > 0 ? period : null,
            Clock = league.Sport == "baseball" ? null : clock, // always 0:00: baseball has none
            Minute = Minute.Parse(clock),
            Half = league.Sport == "baseball" ? Half(detail) : null,
        };
    }

    private static string Name(string? name, MatchPhase phase) => (name ?? phase.Word).ToLowerInvariant().Replace('_', '-');

    private static (MatchPhase Phase, Pause Pause)? Meaning(string? name, string? state, bool? completed, int? period, string? detail)
    {
        if (name is not null && Known.TryGetValue(name, out var known) && Agrees(known.Phase, state))
            return IsDelayed(detail) && known.Phase == MatchPhase.Live ? (MatchPhase.Break, Pause.Delay) : known;
        return state switch
        {
            "pre" => (MatchPhase.Scheduled, Pause.None),
            "in" => IsDelayed(detail) ? (MatchPhase.Break, Pause.Delay) : (MatchPhase.Live, Pause.None),
            "post" when completed is not false => (MatchPhase.Finished, Pause.None),
            "post" => (period is > 0 ? MatchPhase.Suspended : MatchPhase.Postponed, Pause.None),
            _ => null,
        };
    }

    // A match that is off may be filed under any state; everything else has exactly one.
    private static bool Agrees(MatchPhase phase, string? state) => state is null || phase.IsOff || phase switch
    {
        MatchPhase.Scheduled => state == "pre",
        MatchPhase.Finished => state == "post",
        _ => state == "in",
    };

    // A rain delay keeps the state "in" and often the name too: "Rain Delay, Top 1st".
    private static bool IsDelayed(string? detail) => detail?.Contains("Delay", StringComparison.OrdinalIgnoreCase) == true;

    // Baseball tells the half of the inning nowhere else: "Top 9th", "Mid 3rd", "Bottom 7th", "End 5th".
    private static InningHalf? Half(string? detail) => detail?.Split(' ') switch
    {
        ["Top", ..] => InningHalf.Top,
        ["Mid" or "Middle", ..] => InningHalf.Mid,
        ["Bot" or "Bottom", ..] => InningHalf.Bottom,
        ["End", ..] => InningHalf.End,
        _ => null,
    };
}
