using System.Globalization;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Mlb;

/// <summary>Reads the plate appearances of a game, each with the score after it. An appearance is known by its index and may be scored anew.</summary>
internal static class MlbPlays
{
    public static JsonElement? ListOf(JsonElement answer)
    {
        var plays = (answer.Child("liveData"u8)?.Child("plays"u8) ?? answer).Child("allPlays"u8);
        return plays is { ValueKind: JsonValueKind.Array } ? plays : null;
    }

    public static Reading Read(JsonElement game, SportsTarget target)
    {
        var rows = Rows(game, target, out var first, out var last);
        var line = game.Child("liveData"u8)?.Child("linescore"u8);
        var start = SportsTime.Utc(game.Child("gameData"u8)?.Child("datetime"u8)?.Text("dateTime"u8)) ?? first;
        if (start is not { } began)
            return Reading.No(Rejection.NoTopic, "The game has not begun.");
        var (away, home) = target.Codes();
        var sums = line?.Child("teams"u8);
        return new(
            new()
            {
                Id = target.Game!, // a play-by-play is always of a game
                League = target.League,
                Start = began,
                Home = Side(home, sums?.Child("home"u8)?.Whole("runs"u8) ?? last?.Home),
                Away = Side(away, sums?.Child("away"u8)?.Whole("runs"u8) ?? last?.Away),
                Status = MlbStatus.Read(game.Child("gameData"u8)?.Child("status"u8), line) ?? Last(last),
                Periods = line?.Whole("scheduledInnings"u8) ?? 9,
                Situation = MlbStatus.Situation(line),
                Incidents = rows,
            },
            default,
            "");
    }

    private static List<Incident> Rows(JsonElement game, SportsTarget target, out DateTimeOffset? first, out Incident? last)
    {
        (first, last) = (null, null);
        var (away, home) = target.Codes();
        List<Incident> rows = [];
        var plays = ListOf(game) is { } list ? list.EnumerateArray() : default;
        foreach (var play in plays.OrderBy(static play => play.Child("about"u8)?.Whole("atBatIndex"u8) ?? int.MaxValue))
        {
            var (about, result) = (play.Child("about"u8) ?? default, play.Child("result"u8) ?? default);
            first ??= SportsTime.Utc(about.Text("startTime"u8));
            if (about.Truth("isComplete"u8) == true && about.Whole("atBatIndex"u8) is { } index)
                rows.Add(last = Row(play, about, result, index, about.Text("halfInning"u8) == "bottom" ? home : away, last));
        }

        return rows;
    }

    private static Incident Row(JsonElement play, JsonElement about, JsonElement result, int index, string team, Incident? before)
    {
        var batter = play.Child("matchup"u8)?.Child("batter"u8);
        var player = batter?.Text("id"u8) ?? "";
        var (home, away) = (result.Whole("homeScore"u8), result.Whole("awayScore"u8));
        return new()
        {
            Key = new(
                PlainText.Of(result.Text("eventType"u8) ?? result.Text("event"u8) ?? ""),
                string.Create(CultureInfo.InvariantCulture, $"#{index}"),
                team,
                PlainText.Of(player),
                1),
            Kind = IncidentKind.AtBat,
            Points = Math.Max(0, (home ?? 0) + (away ?? 0) - (before?.Home ?? 0) - (before?.Away ?? 0)),
            Period = about.Whole("inning"u8),
            Half = about.Text("halfInning"u8) == "bottom" ? InningHalf.Bottom : InningHalf.Top,
            Home = home,
            Away = away,
            Text = result.Text("description"u8) ?? result.Text("event"u8),
            Players = player.Length > 0 ? [(player, batter?.Text("fullName"u8))] : [],
        };
    }

    private static Side Side(string code, int? runs) =>
        new() { TeamId = code, Name = code.ToUpperInvariant(), Abbreviation = code.ToUpperInvariant(), Score = runs };

    // A document of plays alone does not say where the game stands: it is on.
    private static MatchStatus Last(Incident? last) =>
        new() { Phase = MatchPhase.Live, Name = "in-progress", Period = last?.Period, Half = last?.Half };
}
