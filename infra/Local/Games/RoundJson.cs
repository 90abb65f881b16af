using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace LiveView.Local.Games;

/// <summary>The messages of the real socket about a played round.</summary>
internal static class RoundJson
{
    private const int Presale = 10_000;
    private const int Window = 5;

    /// <summary>A word of the cooldown, which leaves out nearly everything.</summary>
    public static byte[] Waiting(PlayedRound round, int cooldown) => Event(json =>
    {
        json.WriteString("gameId", round.Id);
        json.WriteNumber("cooldownTimer", cooldown);
        json.WriteBoolean("cooldownPaused", false);
        json.WriteBoolean("allowPreRoundBuys", cooldown <= Presale);
        json.WriteNumber("connectedPlayers", 200 + (cooldown / 500));
        Fairness(json, round);
    });

    /// <summary>A tick of a running round.</summary>
    public static byte[] Running(PlayedRound round, int tick) => Event(json =>
    {
        State(json, round, tick, cooldown: 0);
        json.WriteNumber("tradeCount", tick * 2);
        json.WriteStartObject("partialPrices");
        var first = Math.Max(0, tick - Window + 1);
        json.WriteNumber("startTick", first);
        json.WriteNumber("endTick", tick);
        json.WriteStartObject("values");
        for (var i = first; i <= tick; i++)
        {
            json.WritePropertyName(i.ToString(CultureInfo.InvariantCulture));
            Price(json, round, i);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("rugpool");
        json.WriteNumber("instarugCount", 2);
        json.WriteNumber("threshold", 10);
        json.WriteNumber("rugpoolAmount", 1.025240591000001);
        json.WriteEndObject();
    });

    /// <summary>The large message at a turning point, with the rounds before.</summary>
    public static byte[] Full(PlayedRound round, int tick, int cooldown, IReadOnlyList<PlayedRound> past) => Event(json =>
    {
        State(json, round, tick, cooldown);
        json.WriteStartArray("gameHistory");
        foreach (var old in past)
        {
            json.WriteStartObject();
            json.WriteString("id", old.Id);
            json.WriteNumber("peakMultiplier", old.Prices.Max());
            json.WriteBoolean("rugged", true);
            json.WriteStartObject("provablyFair");
            json.WriteString("serverSeed", old.Seed);
            json.WriteString("serverSeedHash", old.SeedHash);
            json.WriteEndObject();
            json.WriteString("gameVersion", "v3");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void State(Utf8JsonWriter json, PlayedRound round, int tick, int cooldown)
    {
        var last = round.Prices.Count - 1;
        json.WriteBoolean("active", cooldown == 0);
        json.WriteBoolean("rugged", tick >= last);
        json.WritePropertyName("price");
        Price(json, round, Math.Min(tick, last));
        json.WriteNumber("tickCount", tick);
        json.WriteNumber("cooldownTimer", cooldown);
        json.WriteBoolean("cooldownPaused", false);
        json.WriteString("pauseMessage", "");
        json.WriteBoolean("allowPreRoundBuys", cooldown is > 0 and <= Presale);
        json.WriteString("gameId", round.Id);
        json.WriteNumber("averageMultiplier", 9.7615303000043);
        json.WriteNumber("count2x", 40);
        json.WriteNumber("count10x", 7);
        json.WriteNumber("count50x", 4);
        json.WriteNumber("count100x", 2);
        json.WriteNumber("connectedPlayers", 224);
        Leaderboard(json, tick);
        Fairness(json, round);
    }

    private static void Leaderboard(Utf8JsonWriter json, int tick)
    {
        json.WriteStartArray("leaderboard");
        for (var place = 1; place <= Math.Min(10, 1 + (tick / 5)); place++)
        {
            json.WriteStartObject();
            json.WriteString("id", $"player-{place}");
            json.WriteNull("username");
            json.WriteNumber("pnl", 0.264879755 / place);
            json.WriteBoolean("hasActiveTrades", place % 2 == 1);
            json.WriteNumber("position", place);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Fairness(Utf8JsonWriter json, PlayedRound round)
    {
        json.WriteStartObject("provablyFair");
        json.WriteString("serverSeedHash", round.SeedHash);
        json.WriteString("version", "v3");
        json.WriteEndObject();
    }

    // The provider writes the same number now as 1, now as 1.0.
    private static void Price(Utf8JsonWriter json, PlayedRound round, int tick)
    {
        var text = round.Prices[tick].ToString("R", CultureInfo.InvariantCulture);
        json.WriteRawValue(tick % 2 == 0 && !text.Contains('.', StringComparison.Ordinal) && !text.Contains('E', StringComparison.Ordinal) ? $"{text}.0" : text);
    }

    private static byte[] Event(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue("gameStateUpdate");
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
