using System.Globalization;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.OpenLiga;

/// <summary>
/// Reads one match. There is no clock, and the time of the last change has no zone, so it tells nothing; a match is on from its first
/// half-time result or goal until it is called finished.
/// </summary>
internal static class OpenLigaMatch
{
    private const int Final = 2;

    public static Reading Read(JsonElement match, League league)
    {
        if (match.Field("matchID")?.AsText() is not { Length: <= 20 } id)
            return Reading.No(Rejection.Malformed, "The match has no id.");
        if (SportsTime.Utc(match.Field("matchDateTimeUTC")?.AsText()) is not { } start)
            return Reading.No(Rejection.NoTopic, "The match has no start.");
        var (goals, home, away) = Goals(match);
        Side? first = Side(match.Field("team1"), home), second = Side(match.Field("team2"), away);
        if (first is null || second is null)
            return Reading.No(Rejection.NoTopic, "The match is not one side against another.");
        var finished = match.Field("matchIsFinished")?.ValueKind == JsonValueKind.True;
        var on = goals.Count > 0 || match.Field("matchResults") is { ValueKind: JsonValueKind.Array } results && results.GetArrayLength() > 0;
        return new(
            new()
            {
                Id = id,
                League = league,
                Start = start,
                Home = first,
                Away = second,
                Status = finished ? new() { Phase = MatchPhase.Finished, Name = "final" }
                    : on ? new() { Phase = MatchPhase.Live, Name = "in-progress" }
                    : new() { Phase = MatchPhase.Scheduled, Name = "scheduled" },
                Note = match.Field("group")?.Field("groupName")?.AsText(),
                Venue = match.Field("location")?.Field("locationStadium")?.AsText(),
                Incidents = goals,
            },
            default,
            "");
    }

    private static (List<Incident> Goals, int? Home, int? Away) Goals(JsonElement match)
    {
        int? home = null, away = null;
        var final = Result(match, Final);
        List<Incident> goals = [];
        if (match.Field("goals") is { ValueKind: JsonValueKind.Array } rows)
        {
            foreach (var row in rows.EnumerateArray())
            {
                var (one, other) = (row.Field("scoreTeam1")?.AsWhole(), row.Field("scoreTeam2")?.AsWhole());
                goals.Add(Goal(match, row, one > (home ?? 0)));
                (home, away) = (one ?? home, other ?? away);
            }
        }

        return (goals, final?.Home ?? home ?? Result(match, 1)?.Home, final?.Away ?? away ?? Result(match, 1)?.Away);
    }

    private static Incident Goal(JsonElement match, JsonElement row, bool first)
    {
        var minute = row.Field("matchMinute")?.AsWhole();
        var player = row.Field("goalGetterID")?.AsText() ?? "";
        var team = (first ? match.Field("team1") : match.Field("team2"))?.Field("teamId")?.AsText() ?? "";
        var own = row.Field("isOwnGoal")?.ValueKind == JsonValueKind.True;
        var penalty = row.Field("isPenalty")?.ValueKind == JsonValueKind.True;
        return new()
        {
            Key = new("goal", $"#{PlainText.Of(row.Field("goalID")?.AsText() ?? "")}", PlainText.Of(team), PlainText.Of(player), 1),
            Kind = own ? IncidentKind.OwnGoal : penalty ? IncidentKind.Penalty : IncidentKind.Goal,
            Minute = minute is > 0 ? new(minute.Value, null) : null,
            Text = string.Create(CultureInfo.InvariantCulture, $"{row.Field("scoreTeam1")?.AsWhole()}:{row.Field("scoreTeam2")?.AsWhole()}"),
            Players = player is "" or "0" ? [] : [(player, row.Field("goalGetterName")?.AsText())],
        };
    }

    private static (int? Home, int? Away)? Result(JsonElement match, int type)
    {
        if (match.Field("matchResults") is not { ValueKind: JsonValueKind.Array } results)
            return null;
        foreach (var result in results.EnumerateArray())
        {
            if (result.Field("resultTypeID")?.AsWhole() == type)
                return (result.Field("pointsTeam1")?.AsWhole(), result.Field("pointsTeam2")?.AsWhole());
        }

        return null;
    }

    private static Side? Side(JsonElement? team, int? score) =>
        team?.Field("teamName")?.AsText() is not { } name ? null : new()
        {
            TeamId = team.Value.Field("teamId")?.AsText() ?? "",
            Name = name,
            ShortName = team.Value.Field("shortName")?.AsText(),
            Score = score,
        };
}
