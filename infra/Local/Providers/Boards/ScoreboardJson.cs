using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveView.Local.Providers;

/// <summary>
/// The document <c>GET …/scoreboard</c> answers with. Key for key it is shaped like the recorded ones (a test compares them), because
/// consumers are to be tried on what they will really get.
/// </summary>
internal static class ScoreboardJson
{
    // The provider writes "45'+2'" and "Óscar" as they are, not as escapes.
    private static readonly JsonWriterOptions AsTheProvider = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document of <paramref name="league"/> at an instant.</summary>
    public static byte[] Write(League league, DateTimeOffset instant, IEnumerable<MatchState> matches)
    {
        var board = new JsonObject
        {
            ["leagues"] = new JsonArray(LeagueJson.Of(league, instant)),
            ["season"] = new JsonObject { ["type"] = 2, ["year"] = instant.Year },
        };
        if (league.Sport == Sport.Football)
            board["week"] = new JsonObject { ["number"] = LeagueJson.Week(instant) };
        else
            board["day"] = new JsonObject { ["date"] = $"{instant.UtcDateTime:yyyy-MM-dd}" };
        board["events"] = new JsonArray([.. matches.Select(match => (JsonNode)EventJson.Of(match))]);
        if (league.IsSoccer)
            board["provider"] = OddsJson.Bookmaker();
        return Bytes(board);
    }

    public static byte[] Bytes(JsonNode node)
    {
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(bytes, AsTheProvider))
            node.WriteTo(json);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>A date as the provider writes it: minutes, no seconds.</summary>
    public static string Minutes(DateTimeOffset instant) => $"{instant.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}";

    public static JsonArray Words(params ReadOnlySpan<string> words)
    {
        var array = new JsonArray();
        foreach (var word in words)
            array.Add((JsonNode)word);
        return array;
    }
}
