using System.Globalization;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.OpenFootball;

/// <summary>
/// Reads one match. <c>ft</c> is the score after 90 minutes, <c>et</c> after extra time, <c>p</c> of the shoot-out: other providers mean the
/// second by "the score", so that is what it is here as well.
/// </summary>
internal static class OpenFootballMatch
{
    public static Reading Read(JsonElement match, League league)
    {
        if (match.Text("team1"u8) is not { } one || match.Text("team2"u8) is not { } two)
            return Reading.No(Rejection.NoTopic, "The match is not one side against another.");
        if (KickOff.Read(match.Text("date"u8), match.Text("time"u8), league) is not { } start)
            return Reading.No(Rejection.NoTopic, "The match has no start.");
        var score = match.Child("score"u8);
        var (full, extra, kicks) = (Pair(score, "ft"u8), Pair(score, "et"u8), Pair(score, "p"u8));
        var end = extra ?? full;
        return new(
            new()
            {
                Id = $"{PlainText.Of(match.Text("date"u8)!)}{PlainText.Of(one)}{PlainText.Of(two)}", // it has a date, or it had no start
                League = league,
                Start = start,
                Home = Side(one, end?.Home, extra is null ? null : full?.Home, kicks?.Home),
                Away = Side(two, end?.Away, extra is null ? null : full?.Away, kicks?.Away),
                Status = end is null
                    ? new() { Phase = MatchPhase.Scheduled, Name = "scheduled" }
                    : new() { Phase = MatchPhase.Finished, Name = kicks is not null ? "final-pen" : extra is not null ? "final-aet" : "full-time" },
                Note = match.Text("group"u8) ?? match.Text("round"u8),
                Venue = match.Text("ground"u8),
                Incidents = end is null ? null : [.. Goals(match.Items("goals1"u8), one), .. Goals(match.Items("goals2"u8), two)],
            },
            default,
            "");
    }

    private static IEnumerable<Incident> Goals(JsonElement.ArrayEnumerator rows, string team)
    {
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            var minute = Time(row.Text("minute"u8));
            var name = row.Text("name"u8);
            yield return new()
            {
                Key = new("goal", minute?.ToString() ?? "", PlainText.Of(team), PlainText.Of(name ?? ""), number),
                Kind = row.Truth("owngoal"u8) == true ? IncidentKind.OwnGoal : row.Truth("penalty"u8) == true ? IncidentKind.Penalty : IncidentKind.Goal,
                Minute = minute,
                Players = name is null ? [] : [(PlainText.Of(name), name)],
            };
        }
    }

    // "90+6"
    private static Minute? Time(string? text)
    {
        var parts = text?.Split('+') ?? [];
        return parts.Length switch
        {
            1 when Whole(parts[0]) is { } played => new(played, null),
            2 when Whole(parts[0]) is { } played && Whole(parts[1]) is { } added => new(played, added),
            _ => null,
        };
    }

    private static int? Whole(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (int Home, int Away)? Pair(JsonElement? score, ReadOnlySpan<byte> name) =>
        score?.Child(name) is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
            && pair[0].AsWhole() is { } home && pair[1].AsWhole() is { } away
                ? (home, away)
                : null;

    private static Side Side(string name, int? score, int? regulation, int? shootout) =>
        new() { TeamId = PlainText.Of(name), Name = name, Score = score, Regulation = regulation, Shootout = shootout };
}
