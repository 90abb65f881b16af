using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveView.Local.Games;

namespace LiveView.Local.Tests.Games;

/// <summary>The simulated game has the manners of the real one.</summary>
public sealed class RoundScriptTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private static readonly IReadOnlyList<JsonElement> Told =
        [.. new RoundScript(3, static () => Day).Play().Take(4_000).Select(static beat => JsonDocument.Parse(beat.Message).RootElement)];

    private static IEnumerable<JsonElement> States => Told.Select(static told => told[1]);

    [Fact]
    public void The_same_seed_plays_the_same_rounds() =>
        Assert.Equal(
            new RoundScript(3, static () => Day).Play().Take(500).Select(static beat => Encoding.UTF8.GetString(beat.Message.Span)),
            Told.Take(500).Select(static told => told.GetRawText()));

    [Fact]
    public void A_round_begins_at_one_and_breaks_once_for_good()
    {
        foreach (var round in States.Where(static state => state.TryGetProperty("price", out _)).GroupBy(static state => state.GetProperty("gameId").GetString()).SkipLast(1))
        {
            var rugged = round.Select(static state => state.GetProperty("rugged").GetBoolean()).ToList();
            Assert.Equal(1m, round.First().GetProperty("price").GetDecimal());
            Assert.Equal(rugged.Order(), rugged);
            Assert.True(rugged[^1]);
            Assert.All(round, static state => Assert.True(state.GetProperty("price").GetDouble() > 0));
            Assert.True(round.Last().GetProperty("active").GetBoolean()); // it says so to the end
        }
    }

    [Fact]
    public void The_seed_of_a_round_is_told_with_the_next_one_and_hashes_to_what_was_promised()
    {
        var promised = new Dictionary<string, string>(StringComparer.Ordinal);
        var revealed = 0;
        foreach (var state in States)
        {
            promised[state.GetProperty("gameId").GetString()!] = state.GetProperty("provablyFair").GetProperty("serverSeedHash").GetString()!;
            if (!state.TryGetProperty("gameHistory", out var history))
                continue;
            foreach (var past in history.EnumerateArray())
            {
                var seed = past.GetProperty("provablyFair").GetProperty("serverSeed").GetString()!;
                Assert.NotEqual(state.GetProperty("gameId").GetString(), past.GetProperty("id").GetString());
                Assert.Equal(promised[past.GetProperty("id").GetString()!], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed))));
                revealed++;
            }
        }

        Assert.True(revealed > 5, $"{revealed} seeds were revealed.");
    }

    [Fact]
    public void Some_ticks_are_never_sent_and_stand_in_the_next_window()
    {
        var running = States.Where(static state => state.TryGetProperty("partialPrices", out _)).ToList();
        var sent = running.Select(static state => (state.GetProperty("gameId").GetString(), state.GetProperty("tickCount").GetInt32())).ToHashSet();
        var healed = running.SelectMany(static state => state.GetProperty("partialPrices").GetProperty("values").EnumerateObject()
            .Select(value => (state.GetProperty("gameId").GetString(), int.Parse(value.Name, System.Globalization.CultureInfo.InvariantCulture)))).Distinct().Except(sent);
        Assert.NotEmpty(healed);
        Assert.Contains(States, static state => !state.TryGetProperty("price", out _)); // a word of the cooldown
    }
}
