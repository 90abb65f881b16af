using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>What one provider said last about a match, as far as providers can contradict each other in it.</summary>
internal sealed record Voice
{
    public required string Name { get; init; }

    /// <summary>When it last said something new, in milliseconds since 1970.</summary>
    public long At { get; init; }

    /// <summary>Null while it tells no score.</summary>
    public Points? Points { get; init; }

    /// <summary>The highest it has told: what it never told it cannot take back, it is only late.</summary>
    public Points High { get; init; }

    public Tally Home { get; init; } = new(null, null, null, null);

    public Tally Away { get; init; } = new(null, null, null, null);

    public MatchStatus? Status { get; init; }

    public string? Decided { get; init; }

    /// <summary>Since when it tells another score than is shown.</summary>
    public long? Differs { get; init; }

    /// <summary>The differing score that the log has named.</summary>
    public string? Named { get; init; }

    public static Voice Read(string name, JsonElement json) => new()
    {
        Name = name,
        At = json.Child("at"u8)?.GetInt64() ?? 0,
        Points = json.Whole("home"u8) is { } home && json.Whole("away"u8) is { } away ? new(home, away) : null,
        High = new(json.Whole("highHome"u8) ?? 0, json.Whole("highAway"u8) ?? 0),
        Home = Tally.Read(json.Child("homeTally"u8)),
        Away = Tally.Read(json.Child("awayTally"u8)),
        Status = SportsWire.ReadStatus(json.Child("status"u8)),
        Decided = json.Text("decided"u8),
        Differs = json.Child("differs"u8)?.GetInt64(),
        Named = json.Text("named"u8),
    };

    public CanonicalObject Write() => new CanonicalObject()
        .Set("at", At)
        .Set("home", Points?.Home)
        .Set("away", Points?.Away)
        .Set("highHome", High.Home)
        .Set("highAway", High.Away)
        .Set("homeTally", Home.Write())
        .Set("awayTally", Away.Write())
        .Set("status", SportsWire.StatusOf(Status))
        .Set("decided", Decided)
        .Set("differs", Differs)
        .Set("named", Named);
}
