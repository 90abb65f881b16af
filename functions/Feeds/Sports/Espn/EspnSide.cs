using System.Globalization;
using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>Reads one competitor.</summary>
internal static class EspnSide
{
    public static Side Read(JsonElement competitor)
    {
        var team = competitor.Child("team"u8) ?? competitor.Child("athlete"u8) ?? default;
        var (score, text) = Score(competitor.Child("score"u8));
        var (byPeriod, points) = ByPeriod(competitor);
        return new()
        {
            TeamId = team.Text("id"u8) ?? competitor.Text("id"u8) ?? "",
            Name = team.Text("displayName"u8) ?? team.Text("name"u8) ?? team.Text("shortDisplayName"u8) ?? team.Text("abbreviation"u8) ?? "",
            ShortName = team.Text("shortDisplayName"u8),
            Abbreviation = team.Text("abbreviation"u8),
            Score = score,
            ScoreText = text,
            Shootout = competitor.Whole("shootoutScore"u8),
            Winner = competitor.Truth("winner"u8),
            Statistics = Pairs(competitor.Items("statistics"u8), "name"u8, "displayValue"u8),
            Records = Pairs(competitor.Items("records"u8), "type"u8, "summary"u8),
            ByPeriod = byPeriod,
            Points = points,
            Form = competitor.Text("form"u8),
            Hits = competitor.Whole("hits"u8),
            Errors = competitor.Whole("errors"u8),
        };
    }

    // "2" · {"value":2.0,"displayValue":"2"} · 2 · null; anything else ("-14", "E", "155/6") is a text to show.
    private static (int? Score, string? Text) Score(JsonElement? said)
    {
        if (said is not { } score)
            return (null, null);
        if (score.ValueKind == JsonValueKind.Object)
            return score.Whole("value"u8) is { } value ? (value, null) : (null, score.Text("displayValue"u8));
        if (score.ValueKind == JsonValueKind.Number)
            return (score.AsWhole(), null);
        var text = score.AsText();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (number, null) : (null, text);
    }

    private static CanonicalObject? Pairs(JsonElement.ArrayEnumerator rows, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var pairs = new CanonicalObject();
        foreach (var row in rows)
        {
            if ((row.Text(name) ?? row.Text("name"u8)) is { } key)
                pairs.Set(key, row.Text(value));
        }

        return pairs.IsEmpty ? null : pairs;
    }

    // A period not played yet may stand there without a value; the value may be 7, 7.0, null or, rarely, a fraction.
    private static (CanonicalObject? Shown, IReadOnlyList<int>? Points) ByPeriod(JsonElement competitor)
    {
        var shown = new CanonicalObject();
        List<int>? points = [];
        var number = 0;
        foreach (var line in competitor.Items("linescores"u8))
        {
            number = line.Whole("period"u8) ?? number + 1;
            var whole = line.Whole("value"u8) ?? line.Whole("displayValue"u8);
            var text = whole is null ? line.Text("value"u8) ?? line.Text("displayValue"u8) : null;
            var key = number.ToString(CultureInfo.InvariantCulture);
            shown.Set(key, whole).Set(key, text);
            if (whole is null)
                points = null;
            else
                points?.Add(whole.Value);
        }

        return shown.IsEmpty ? (null, null) : (shown, points);
    }
}
