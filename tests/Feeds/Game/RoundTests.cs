using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveView.Core.Feeds;
using LiveView.Feeds.Game;

namespace LiveView.Feeds.Tests.Game;

public sealed class RoundTests
{
    private const string Past = "20251207-1e01ac417e8043ca";
    private readonly Rounds _rounds = new();

    [Fact]
    public void A_message_without_most_fields_changes_only_what_it_says()
    {
        _rounds.Hear($$"""{"gameId":"{{Rounds.Id}}","active":false,"rugged":false,"price":1.0,"tickCount":0,"cooldownTimer":15000,"allowPreRoundBuys":false,"tradeCount":3}""");
        var before = _rounds.Tick();
        _rounds.Hear($$"""{"gameId":"{{Rounds.Id}}","cooldownTimer":9900,"allowPreRoundBuys":true,"connectedPlayers":224}""");
        Assert.Equal(before, _rounds.Tick());
        Assert.Equal("""{"active":false,"cooldown":9900,"peak":"1","phase":"presale","players":224,"presale":true,"rugged":false}""", _rounds.Game());
        Assert.Equal(Phase.Pre, _rounds.States[Rounds.Topic].Phase);
    }

    [Fact]
    public void A_snapshot_older_than_a_tick_already_seen_changes_nothing()
    {
        _rounds.Hear(Rounds.At(129, "1.061531247396796", ",\"tradeCount\":281"));
        _rounds.Hear(Rounds.At(128, "1.0654483722620864", ",\"tradeCount\":0"));
        Assert.IsType<FoldResult.Unchanged>(_rounds.Results[^1]);
        Assert.Equal("""{"price":"1.061531247396796","tick":129,"trades":281}""", _rounds.Tick());
        Assert.Single(_rounds.Log());
    }

    [Fact]
    public void Lost_ticks_are_healed_from_the_window_and_those_before_it_are_counted()
    {
        _rounds.Hear(Rounds.At(10, "1.5"));
        _rounds.Hear(Rounds.At(13, "1.8", ""","partialPrices":{"startTick":9,"endTick":13,"values":{"9":1.4,"10":1.5,"11":1.6,"12":1.7,"13":1.8}}"""));
        _rounds.Hear(Rounds.At(20, "2", ""","partialPrices":{"startTick":16,"endTick":20,"values":{"16":1.9,"18":1.95,"20":2}}"""));
        string[] log =
        [
            """{"price":"1.5","tick":10}""",
            """{"healed":true,"price":"1.6","tick":11}""", """{"healed":true,"price":"1.7","tick":12}""", """{"price":"1.8","tick":13}""",
            """{"healed":true,"lost":2,"price":"1.9","tick":16}""", """{"healed":true,"lost":1,"price":"1.95","tick":18}""", """{"lost":1,"price":"2","tick":20}""",
        ];
        Assert.Equal(log, _rounds.Log());
    }

    [Fact]
    public void A_tick_told_twice_is_in_the_log_once()
    {
        _rounds.Hear(Rounds.At(10, "1"));
        _rounds.Hear(Rounds.At(10, "1.0")); // the provider writes the same price both ways
        Assert.IsType<FoldResult.Unchanged>(_rounds.Results[^1]);
        _rounds.Hear(Rounds.At(10, "1.1"));
        Assert.Equal(["""{"price":"1","tick":10}""", """{"amends":true,"price":"1.1","tick":10}"""], _rounds.Log());
    }

    [Fact]
    public void A_round_that_broke_says_it_is_active_and_is_over_for_good()
    {
        _rounds.Hear(Rounds.At(265, "0.5996"));
        _rounds.Hear(Rounds.At(266, "0.00926").Replace("\"rugged\":false", "\"rugged\":true", StringComparison.Ordinal));
        _rounds.Hear(Rounds.At(268, "0.00926"));
        Assert.Contains("\"phase\":\"rugged\"", _rounds.Game(), StringComparison.Ordinal);
        Assert.Equal(Phase.Finished, _rounds.States[Rounds.Topic].Phase);
        Assert.Equal("""{"lost":1,"price":"0.00926","rugged":true,"tick":268}""", _rounds.Log()[^1]);
    }

    [Fact]
    public void A_late_word_of_the_cooldown_does_not_touch_a_round_that_runs()
    {
        _rounds.Hear(Rounds.At(1, "1.01"));
        _rounds.Hear($$"""{"gameId":"{{Rounds.Id}}","cooldownTimer":100,"allowPreRoundBuys":true}""");
        Assert.IsType<FoldResult.Unchanged>(_rounds.Results[^1]);
    }

    [Theory]
    [InlineData("the seed", true, "kept")]
    [InlineData("another seed", true, "broken")]
    [InlineData("the seed", false, "unwitnessed")]
    public void The_seed_must_hash_to_what_was_committed_before(string seed, bool committed, string verdict)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("the seed")));
        _rounds.Hear(Rounds.At(5, "1.2", committed ? $$""","provablyFair":{"serverSeedHash":"{{hash}}","version":"v3"}""" : ""));
        if (committed)
            Assert.Contains("\"verdict\":\"open\"", _rounds.Game(), StringComparison.Ordinal);
        var history = $$$"""{"id":"{{{Rounds.Id}}}","rugged":true,"peakMultiplier":1.2,"provablyFair":{"serverSeed":"{{{seed}}}","serverSeedHash":"{{{hash}}}"}}""";
        _rounds.Hear($$"""{"gameId":"20251207-88792b42a6b44197","cooldownTimer":15000,"gameHistory":[{{history}}]}""");
        Assert.Contains($"\"verdict\":\"{verdict}\"", _rounds.Game(), StringComparison.Ordinal);
        Assert.Equal(Phase.Finished, _rounds.States[Rounds.Topic].Phase);
    }

    [Fact]
    public void A_promise_that_is_replaced_is_broken()
    {
        _rounds.Hear(Rounds.At(5, "1.2", ",\"provablyFair\":{\"serverSeedHash\":\"aa\"}"));
        _rounds.Hear(Rounds.At(6, "1.3", ",\"provablyFair\":{\"serverSeedHash\":\"bb\"}"));
        Assert.Contains("\"fair\":{\"hash\":\"aa\",\"other\":\"bb\",\"verdict\":\"broken\",\"witnessed\":true}", _rounds.Game(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_round_that_nobody_watched_makes_no_topic()
    {
        _rounds.Hear($$"""{"gameId":"{{Rounds.Id}}","cooldownTimer":15000,"gameHistory":[{"id":"{{Past}}","rugged":true}]}""");
        Assert.Equal([Rounds.Topic], _rounds.States.Keys);
    }

    [Fact]
    public void A_finished_round_is_passed_on_once_while_the_memory_lasts()
    {
        var feed = new GameFeed();
        var body = Encoding.UTF8.GetBytes($$"""["gameStateUpdate",{"gameId":"{{Rounds.Id}}","gameHistory":[{"id":"{{Past}}","rugged":true}]}]""");
        var first = feed.Split(new("rugs", "rugs", body, DateTimeOffset.UnixEpoch), null);
        var second = feed.Split(new("rugs", "rugs", body, DateTimeOffset.UnixEpoch), first.Memory);
        Assert.Equal((2, 1), (first.Raws.Count, second.Raws.Count));
    }

    [Theory]
    [InlineData("""{"gameId":"20251207-e8186dbf38e046d1","price":0,"tickCount":1}""", Rejection.Malformed)]
    [InlineData("""{"gameId":"20251207-e8186dbf38e046d1","price":"NaN","tickCount":1}""", Rejection.Malformed)]
    [InlineData("""{"gameId":"20251207-e8186dbf38e046d1","price":1.2}""", Rejection.Malformed)]
    [InlineData("""{"gameId":"20251207-e8186dbf38e046d1","price":1.2,"tickCount":-1}""", Rejection.Malformed)]
    [InlineData("""{"gameId":"20251207-e8186dbf38e046d1","price":1.00000000000000000000000000001,"tickCount":1}""", Rejection.Malformed)]
    public void What_a_price_cannot_be_is_refused(string data, Rejection reason)
    {
        _rounds.Hear(data);
        Assert.Equal(reason, Assert.IsType<FoldResult.Rejected>(Assert.Single(_rounds.Results)).Reason);
    }

    [Theory]
    [InlineData("[]", Rejection.WrongDocument)]
    [InlineData("<html>", Rejection.Malformed)]
    [InlineData("[\"gameStateUpdate\",7]", Rejection.Malformed)]
    [InlineData("[\"gameStateUpdate\",{\"gameId\":\"a b\"}]", Rejection.NoTopic)]
    [InlineData("[\"neverHeardOf\",{}]", Rejection.WrongDocument)]
    public void What_is_no_event_is_refused_with_its_bytes(string body, Rejection reason)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var refusal = Assert.Single(new GameFeed().Split(new("rugs", "rugs", bytes, DateTimeOffset.UnixEpoch), null).Refusals);
        Assert.Equal(reason, refusal.Reason);
        Assert.Equal(bytes, refusal.Bytes.ToArray());
    }

    [Fact]
    public void An_event_that_no_tier_tells_is_known_and_says_nothing()
    {
        var split = _rounds.Hear("""[{"__trace":true},{"id":"x"}]""", "standard/newTrade");
        Assert.Equal((0, 1, 0), (split.Raws.Count, split.Unchanged, split.Refusals.Count));
    }

    [Theory]
    [Trait("Requirement", "163")]
    [InlineData("37.168023096688245", "37.168023096688245")]
    [InlineData("1.0", "1")]
    [InlineData("2.5e-7", "0.00000025")]
    [InlineData("1E3", "1000")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("7922816251426433759354395033", "7922816251426433759354395033")]
    [InlineData("0.00000000000000000000000000001", null)]
    [InlineData("79228162514264337593543950335", null)]
    [InlineData("1e40", null)]
    [InlineData("abc", null)]
    public void A_price_is_the_decimal_of_its_text_or_none(string text, string? expected) =>
        Assert.Equal(expected, Price.Read(text) is { } price ? Price.Text(price) : null);

    [Fact]
    [Trait("Requirement", "163")]
    public void A_price_of_up_to_28_digits_comes_through_message_state_and_log_to_the_digit()
    {
        var chance = new Random(20251207);
        for (var tick = 1; tick <= 2_000; tick++)
        {
            var digits = string.Concat(Enumerable.Range(0, chance.Next(1, 28)).Select(_ => (char)('0' + chance.Next(10)))) + (char)('1' + chance.Next(9));
            var dot = chance.Next(0, digits.Length);
            var text = dot == 0 ? $"0.{digits}" : digits[..dot].TrimStart('0') is { Length: > 0 } whole ? $"{whole}.{digits[dot..]}" : $"0.{digits[dot..]}";
            _rounds.Hear(Rounds.At(tick, text));
            var price = _rounds.Logs[Rounds.Topic][^1].GetProperty("price").GetString();
            Assert.Equal(text, price);
            Assert.Equal(decimal.Parse(text, CultureInfo.InvariantCulture), decimal.Parse(price!, CultureInfo.InvariantCulture));
            Assert.Contains($"\"price\":\"{text}\"", _rounds.Tick(), StringComparison.Ordinal);
        }
    }
}
