using System.Buffers;
using System.Text.Json;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports.Nba;

/// <summary>The NBA's files: <c>todaysScoreboard</c> and <c>playbyplay</c>. Of the times in them only UTC ones are true.</summary>
internal sealed class NbaFormat : JsonFormat
{
    private static readonly string[] Told =
    [
        "actionNumber", "orderNumber", "actionType", "subType", "period", "clock", "timeActual", "teamTricode", "personId", "playerNameI",
        "shotResult", "scoreHome", "scoreAway", "description",
    ];

    public override string PlaysOf(SportsTarget board, string game, Topic topic) => board.Of(game, topic);

    protected override IEnumerable<byte[]>? Matches(JsonElement answer, SportsTarget target)
    {
        if (target.Game is not null)
            return answer.Child("game"u8) is { } game && game.Text("gameId"u8) == target.Game ? [Plays(game)] : null;
        return answer.Child("scoreboard"u8) is { } board && board.Text("leagueId"u8) == LeagueId(target.League)
            && board.Child("games"u8) is { ValueKind: JsonValueKind.Array } games
                ? [.. games.EnumerateArray().Select(RawBytes.Of)]
                : null;
    }

    protected override Reading Read(JsonElement match, SportsTarget target) =>
        target.Game is null ? NbaGame.Read(match, target.League) : NbaPlays.Read(match, target);

    // Some 600 rows a game: the baskets, and the last one, which tells the clock, are what anyone reads.
    private static byte[] Plays(JsonElement game)
    {
        var output = new ArrayBufferWriter<byte>(16_384);
        using (var json = new Utf8JsonWriter(output, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("gameId", game.Text("gameId"u8));
            json.WriteStartArray("actions");
            var actions = game.Items("actions"u8).Where(static action => action.ValueKind == JsonValueKind.Object)
                .OrderBy(static action => action.Whole("orderNumber"u8) ?? int.MaxValue).ToList();
            for (var i = 0; i < actions.Count; i++)
            {
                if (i == 0 || i == actions.Count - 1 || NbaPlays.Points(actions[i]) > 0)
                    RawBytes.Write(json, actions[i], Told);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }

    private static string LeagueId(League league) => league.Name == "wnba" ? "10" : "00";
}
