using System.Buffers;
using System.Text.Json;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports.Nhl;

/// <summary>The NHL's web API: <c>score/{date}</c> and <c>gamecenter/{id}/play-by-play</c>.</summary>
internal sealed class NhlFormat : JsonFormat
{
    private static readonly string[] Game =
    [
        "id", "gameType", "startTimeUTC", "gameState", "gameScheduleState", "venue", "awayTeam", "homeTeam", "clock", "period", "periodDescriptor",
        "gameOutcome",
    ];

    public override string PlaysOf(SportsTarget board, string game, Topic topic) => board.Of(game, topic);

    protected override IEnumerable<byte[]>? Matches(JsonElement answer, SportsTarget target)
    {
        if (target.Game is not null)
            return answer.Text("id"u8) == target.Game && answer.Child("plays"u8) is { ValueKind: JsonValueKind.Array } ? [Plays(answer)] : null;
        return answer.Child("gameWeek"u8) is not null && answer.Child("games"u8) is { ValueKind: JsonValueKind.Array } games
            ? [.. games.EnumerateArray().Select(static game => RawBytes.Of(game, Game))] // without the broadcasts and the highlights
            : null;
    }

    protected override Reading Read(JsonElement match, SportsTarget target) => NhlGame.Read(match, target);

    private static byte[] Plays(JsonElement answer)
    {
        var output = new ArrayBufferWriter<byte>(16_384);
        using (var json = new Utf8JsonWriter(output, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("game");
            RawBytes.Write(json, answer, Game);
            json.WriteStartArray("plays");
            foreach (var play in answer.Items("plays"u8))
            {
                if (NhlPlays.IsTold(play))
                    RawBytes.Write(json, play, "eventId", "sortOrder", "typeCode", "typeDescKey", "periodDescriptor", "timeInPeriod", "timeRemaining", "details");
            }

            json.WriteEndArray();
            json.WriteStartArray("rosterSpots");
            foreach (var player in answer.Items("rosterSpots"u8))
                RawBytes.Write(json, player, "playerId", "firstName", "lastName");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
