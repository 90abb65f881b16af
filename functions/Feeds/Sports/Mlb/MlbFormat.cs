using System.Buffers;
using System.Text.Json;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports.Mlb;

/// <summary>
/// MLB's StatsAPI: <c>schedule</c> with line scores, and <c>feed/live</c> (or only its <c>playByPlay</c>), whose pitches make megabytes and are
/// left where they are.
/// </summary>
internal sealed class MlbFormat : JsonFormat
{
    private static readonly string[] Game =
        ["gamePk", "gameDate", "status", "teams", "linescore", "venue", "doubleHeader", "gameNumber", "scheduledInnings", "seriesDescription"];

    public override string PlaysOf(SportsTarget board, string game, Topic topic) => board.Of(game, topic);

    protected override IEnumerable<byte[]>? Matches(JsonElement answer, SportsTarget target)
    {
        if (target.Game is not null)
            return MlbPlays.ListOf(answer) is not null && (answer.Text("gamePk"u8) ?? target.Game) == target.Game ? [Plays(answer)] : null;
        return answer.Child("dates"u8) is { ValueKind: JsonValueKind.Array } dates && answer.Child("totalGames"u8) is not null
            ? [.. dates.EnumerateArray().SelectMany(static date => date.Items("games"u8)).Select(static game => RawBytes.Of(game, Game))]
            : null;
    }

    protected override Reading Read(JsonElement match, SportsTarget target) =>
        target.Game is null ? MlbGame.Read(match, target.League) : MlbPlays.Read(match, target);

    private static byte[] Plays(JsonElement answer)
    {
        var output = new ArrayBufferWriter<byte>(32_768);
        using (var json = new Utf8JsonWriter(output, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WritePropertyName("gameData");
            RawBytes.Write(json, answer.Child("gameData"u8) ?? default, "status", "datetime");
            json.WritePropertyName("liveData");
            json.WriteStartObject();
            if (answer.Child("liveData"u8)?.Child("linescore"u8) is { } line)
            {
                json.WritePropertyName("linescore");
                RawBytes.Write(json, line, "currentInning", "inningState", "scheduledInnings", "teams", "balls", "strikes", "outs", "offense");
            }

            json.WritePropertyName("plays");
            json.WriteStartObject();
            json.WriteStartArray("allPlays");
            foreach (var play in MlbPlays.ListOf(answer)!.Value.EnumerateArray()) // it was there a moment ago
            {
                json.WriteStartObject();
                json.WritePropertyName("result");
                RawBytes.Write(json, play.Child("result"u8) ?? default, "event", "eventType", "description", "rbi", "awayScore", "homeScore");
                json.WritePropertyName("about");
                RawBytes.Write(json, play.Child("about"u8) ?? default, "atBatIndex", "halfInning", "inning", "startTime", "endTime", "isComplete");
                json.WritePropertyName("matchup");
                RawBytes.Write(json, play.Child("matchup"u8) ?? default, "batter");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
