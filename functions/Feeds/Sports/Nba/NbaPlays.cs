using System.Globalization;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Nba;

/// <summary>
/// Reads a <c>playbyplay</c>. Rows are in the order of <c>orderNumber</c> and known by <c>actionNumber</c>, because they are edited after they
/// were published; neither the numbers nor the times of two rows tell which came first.
/// </summary>
internal static class NbaPlays
{
    private const int Halves = 2;

    public static Reading Read(JsonElement game, SportsTarget target)
    {
        List<JsonElement> actions =
            [.. game.Items("actions"u8).Where(static action => action.ValueKind == JsonValueKind.Object)
                .OrderBy(static action => action.Whole("orderNumber"u8) ?? int.MaxValue)];
        if (actions.Count == 0 || SportsTime.Utc(actions[0].Text("timeActual"u8)) is not { } start)
            return Reading.No(Rejection.NoTopic, "The game has not begun.");
        var (away, home) = target.Codes();
        var last = actions[^1];
        return new(
            new()
            {
                Id = target.Game!, // a play-by-play is always of a game
                League = target.League,
                Start = start,
                Home = new() { TeamId = home, Name = home.ToUpperInvariant(), Abbreviation = home.ToUpperInvariant(), Score = last.Whole("scoreHome"u8) },
                Away = new() { TeamId = away, Name = away.ToUpperInvariant(), Abbreviation = away.ToUpperInvariant(), Score = last.Whole("scoreAway"u8) },
                Status = Status(last),
                Periods = 4,
                Incidents = [.. actions.Where(static action => Points(action) > 0).Select(Row)],
            },
            default,
            "");
    }

    /// <summary>What a row brought: 0 for all that is no basket.</summary>
    public static int Points(JsonElement action) => action.Text("shotResult"u8) != "Made" ? 0 : action.Text("actionType"u8) switch
    {
        "3pt" => 3,
        "2pt" => 2,
        "freethrow" => 1,
        _ => 0,
    };

    private static MatchStatus Status(JsonElement last)
    {
        var period = last.Whole("period"u8);
        var (kind, sub) = (last.Text("actionType"u8), last.Text("subType"u8));
        var phase = (kind, sub) switch
        {
            ("game", "end") => MatchPhase.Finished,
            ("period", "end") => MatchPhase.Break,
            _ => MatchPhase.Live,
        };
        return new()
        {
            Phase = phase,
            Name = phase switch
            {
                MatchPhase.Finished => "final",
                MatchPhase.Break => period == Halves ? "halftime" : "end-period",
                _ => "in-progress",
            },
            Period = period,
            Clock = phase == MatchPhase.Finished ? null : NbaClock.Show(last.Text("clock"u8)),
        };
    }

    private static Incident Row(JsonElement action)
    {
        var number = action.Whole("actionNumber"u8) ?? action.Whole("orderNumber"u8) ?? 0;
        var player = action.Text("personId"u8) ?? "";
        return new()
        {
            Key = new(
                PlainText.Of(action.Text("actionType"u8) ?? ""),
                string.Create(CultureInfo.InvariantCulture, $"#{number}"),
                PlainText.Of(action.Text("teamTricode"u8) ?? ""),
                PlainText.Of(player),
                1),
            Kind = IncidentKind.Points,
            Points = Points(action),
            Period = action.Whole("period"u8),
            Clock = NbaClock.Show(action.Text("clock"u8)),
            Home = action.Whole("scoreHome"u8),
            Away = action.Whole("scoreAway"u8),
            Text = action.Text("description"u8),
            Players = player.Length > 0 ? [(player, action.Text("playerNameI"u8))] : [],
        };
    }
}
