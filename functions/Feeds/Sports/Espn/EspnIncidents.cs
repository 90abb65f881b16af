using System.Text.Json;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>Reads <c>details</c>: goals and cards, without ids. No list is not an empty list.</summary>
internal static class EspnIncidents
{
    public static IReadOnlyList<Incident>? Read(JsonElement competition)
    {
        if (competition.Child("details"u8) is not { ValueKind: JsonValueKind.Array } rows)
            return null;
        var incidents = new List<Incident>(rows.GetArrayLength());
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind == JsonValueKind.Object)
                incidents.Add(Number(Read(row, row.Child("type"u8)), incidents));
        }

        return incidents;
    }

    private static Incident Read(JsonElement row, JsonElement? type)
    {
        var shown = row.Child("clock"u8)?.Text("displayValue"u8); // never clock.value: it stands still in added time
        var minute = Minute.Parse(shown);
        List<(string Id, string? Name)> players = [];
        foreach (var player in row.Items("athletesInvolved"u8))
        {
            if (player.Text("id"u8) is { } id)
                players.Add((id, player.Text("displayName"u8)));
        }

        return new()
        {
            Key = new(
                PlainText.Of(type?.Text("id"u8) ?? type?.Text("text"u8) ?? ""),
                minute?.ToString() ?? PlainText.Of(shown ?? ""),
                PlainText.Of(row.Child("team"u8)?.Text("id"u8) ?? ""),
                string.Join('-', players.Select(static player => PlainText.Of(player.Id))),
                1),
            Kind = Kind(row, type?.Text("id"u8)),
            Minute = minute,
            Text = type?.Text("text"u8),
            Players = players,
        };
    }

    // Rows that say the same are told apart by counting them.
    private static Incident Number(Incident incident, List<Incident> before)
    {
        var ordinal = 1;
        foreach (var other in before)
        {
            if (other.Key with { Ordinal = 1 } == incident.Key)
                ordinal++;
        }

        return ordinal == 1 ? incident : incident with { Key = incident.Key with { Ordinal = ordinal } };
    }

    private static IncidentKind Kind(JsonElement row, string? type)
    {
        var scores = row.Truth("scoringPlay"u8) ?? type is "70" or "137" or "138" or "173" or "97" or "98";
        if (row.Truth("shootout"u8) == true)
            return scores ? IncidentKind.ShootoutGoal : IncidentKind.ShootoutMiss;
        if (row.Truth("redCard"u8) == true || type == "93")
            return IncidentKind.RedCard;
        if (row.Truth("yellowCard"u8) == true || type == "94")
            return IncidentKind.YellowCard;
        if (!scores)
            return IncidentKind.Other;
        if (row.Truth("ownGoal"u8) == true || type == "97")
            return IncidentKind.OwnGoal;
        return row.Truth("penaltyKick"u8) == true || type == "98" ? IncidentKind.Penalty : IncidentKind.Goal;
    }
}
