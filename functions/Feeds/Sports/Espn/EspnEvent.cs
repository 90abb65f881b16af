using System.Globalization;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>Reads one event of a scoreboard.</summary>
internal static class EspnEvent
{
    /// <summary>What the bytes of one event say, or why they say nothing. Never throws.</summary>
    public static Reading Read(ReadOnlyMemory<byte> json, League league)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement, league);
        }
        catch (JsonException)
        {
            return Reading.No(Rejection.Malformed, "The event is torn or no JSON.");
        }
        catch (InvalidOperationException)
        {
            // The reader lets bytes that are no UTF-8, and halves of surrogate pairs, pass until the text is asked for.
            return Reading.No(Rejection.Malformed, "A text of the event is not Unicode.");
        }
    }

    private static Reading Read(JsonElement said, League league)
    {
        if (said.ValueKind != JsonValueKind.Object)
            return Reading.No(Rejection.Malformed, "An event is an object.");
        if (said.Text("id"u8) is not { Length: <= 40 } id)
            return Reading.No(Rejection.Malformed, "The event has no id.");
        if (!EspnSports.Agrees(said.Text("uid"u8), league))
            return Reading.No(Rejection.WrongDocument, "The event is of another sport.");
        if (First(said, "competitions"u8) is not { } competition)
            return Reading.No(Rejection.NoTopic, "The event has no competition.");
        if ((Start(competition.Text("date"u8)) ?? Start(said.Text("date"u8))) is not { } start)
            return Reading.No(Rejection.NoTopic, "The event has no date.");
        if (Sides(competition) is not var (home, away))
            return Reading.No(Rejection.NoTopic, "The event is not one home side against one away side.");
        return new(Match(said, competition, league, id, start, home, away), default, "");
    }

    private static Match Match(
        JsonElement said, JsonElement competition, League league, string id, DateTimeOffset start, Side home, Side away)
    {
        var situation = competition.Child("situation"u8);
        var lastPlay = EspnSituation.LastPlay(situation);
        var venue = competition.Child("venue"u8) ?? said.Child("venue"u8) ?? default;
        return new()
        {
            Id = id,
            League = league,
            Start = start,
            Home = home,
            Away = away,
            Status = EspnStatus.Read(competition.Child("status"u8) ?? said.Child("status"u8), league),
            Venue = venue.Text("fullName"u8) ?? venue.Text("displayName"u8),
            City = venue.Child("address"u8)?.Text("city"u8),
            Note = competition.Text("altGameNote"u8) ?? First(competition, "notes"u8)?.Text("headline"u8),
            Periods = competition.Child("format"u8)?.Child("regulation"u8)?.Whole("periods"u8),
            LastPlay = lastPlay,
            Situation = EspnSituation.Read(situation, lastPlay),
            Incidents = EspnIncidents.Read(competition),
        };
    }

    private static (Side Home, Side Away)? Sides(JsonElement competition)
    {
        Side? home = null, away = null;
        foreach (var competitor in competition.Items("competitors"u8))
        {
            var isHome = competitor.Text("homeAway"u8);
            if (isHome == "home" && home is null)
                home = EspnSide.Read(competitor);
            else if (isHome == "away" && away is null)
                away = EspnSide.Read(competitor);
            else
                return null;
        }

        return home is { Name.Length: > 0 } && away is { Name.Length: > 0 } ? (home, away) : null;
    }

    private static JsonElement? First(JsonElement json, ReadOnlySpan<byte> name)
    {
        foreach (var item in json.Items(name))
            return item;
        return null;
    }

    // "2026-07-04T21:00Z": minutes, no seconds.
    private static DateTimeOffset? Start(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start)
            ? start
            : null;
}
