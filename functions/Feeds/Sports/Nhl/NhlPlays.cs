using System.Globalization;
using System.Text.Json;

namespace LiveView.Feeds.Sports.Nhl;

/// <summary>Reads goals and penalties. They are in the order of <c>sortOrder</c> and known by <c>eventId</c>, which does not tell the order.</summary>
internal static class NhlPlays
{
    private const int Goal = 505, Penalty = 509, Missed = 537;

    public static bool IsTold(JsonElement play) => play.Whole("typeCode"u8) is Goal or Penalty or Missed;

    public static IReadOnlyList<Incident> Read(JsonElement game)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var player in game.Items("rosterSpots"u8))
        {
            if (player.Text("playerId"u8) is { } id)
                names[id] = $"{player.Child("firstName"u8)?.Text("default"u8)} {player.Child("lastName"u8)?.Text("default"u8)}".Trim();
        }

        return [.. game.Items("plays"u8).Where(IsTold).OrderBy(static play => play.Whole("sortOrder"u8) ?? int.MaxValue).Select(play => Row(play, names))];
    }

    private static Incident Row(JsonElement play, Dictionary<string, string> names)
    {
        var details = play.Child("details"u8) ?? default;
        var period = play.Child("periodDescriptor"u8);
        var kind = Kind(play.Whole("typeCode"u8), period?.Text("periodType"u8) == "SO");
        List<string?> players = kind == IncidentKind.PenaltyMinutes
            ? [details.Text("committedByPlayerId"u8), details.Text("drawnByPlayerId"u8)]
            : [details.Text("scoringPlayerId"u8) ?? details.Text("shootingPlayerId"u8), details.Text("assist1PlayerId"u8)];
        var first = players[0] ?? "";
        return new()
        {
            Key = new(
                PlainText.Of(play.Text("typeCode"u8) ?? ""),
                string.Create(CultureInfo.InvariantCulture, $"#{play.Whole("eventId"u8)}"),
                PlainText.Of(details.Text("eventOwnerTeamId"u8) ?? ""),
                PlainText.Of(first),
                1),
            Kind = kind,
            Period = period?.Whole("number"u8),
            Clock = NhlGame.Shown(play.Text("timeRemaining"u8)),
            Home = details.Whole("homeScore"u8),
            Away = details.Whole("awayScore"u8),
            Text = details.Text("descKey"u8) ?? details.Text("shotType"u8) ?? play.Text("typeDescKey"u8),
            Players = [.. players.OfType<string>().Select(id => (id, names.GetValueOrDefault(id)))],
        };
    }

    private static IncidentKind Kind(int? type, bool shootout) => type switch
    {
        Penalty => IncidentKind.PenaltyMinutes,
        Goal => shootout ? IncidentKind.ShootoutGoal : IncidentKind.Goal,
        _ => IncidentKind.ShootoutMiss,
    };
}
