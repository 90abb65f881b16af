using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Connector.Tests;

/// <summary>From exchanges on real sockets to the hub and through the fold: what is true there is true here, and what was lost is said.</summary>
public sealed class JourneyToTheHubTests
{
    private static readonly (string Exchange, string Symbol, string Topic)[] Books =
    [
        ("coinbase", "BTC-USD", "market:coinbase.btc-usd"), ("coinbase", "ETH-USD", "market:coinbase.eth-usd"),
        ("binance", "BTCUSDT", "market:binance.btcusdt"), ("binance", "ETHUSDT", "market:binance.ethusdt"),
        ("kraken", "XBT/USD", "market:kraken.xbt-usd"), ("kraken", "ETH/USD", "market:kraken.eth-usd"),
    ];

    private static readonly string[] Gap = ["sequence", "trades"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "127")]
    public async Task Books_trades_and_last_prices_of_four_exchanges_are_theirs_and_a_clean_stop_leaves_nothing_behind()
    {
        await using var running = await RunningConnector.StartAsync(Token);
        await Eventually.Until("all exchanges have traded", () => running.Exchanges.Floors.Values.All(static floor => floor.Trades > 60), Token);
        await CloseAsync(running);
        await running.StopAsync(Token);
        var topics = running.Fold();
        Assert.All(Books, book => Same(running, topics, book));
        Assert.All(Books, book => Assert.All(topics[book.Topic].Gaps, static gap => Assert.True(gap.TryGetProperty("reason", out _)))); // only that we left
        Assert.Equal(running.Floor("ssi").Format.Instruments.Count, JsonDocument.Parse(topics["market:hose"].At("symbols")!).RootElement.EnumerateObject().Count());
        Assert.Equal(0, running.Metrics.Sum("bursts_unsent_total"));
        Assert.Equal(0, running.Metrics.Sum("frames_refused_total"));
        Assert.True(running.Metrics.Sum("bursts_sent_total") * 5 < running.Metrics.Sum("frames_received_total")); // that is what bursts are for
    }

    [Theory]
    [InlineData("binance", "BTCUSDT", "market:binance.btcusdt")]
    [InlineData("kraken", "XBT/USD", "market:kraken.xbt-usd")]
    public async Task A_gap_is_found_by_the_exchanges_own_rule_declared_to_viewers_and_healed_by_a_snapshot(string exchange, string symbol, string topic)
    {
        await using var running = await RunningConnector.StartAsync(Token);
        await Eventually.Until("the book is there", () => running.Fold().GetValueOrDefault(topic)?.At("book/state") == "live", Token);
        running.Floor(exchange).LeaveOut(symbol, 25);
        // By whichever speaks first after the gap: a change of the book, or a trade.
        await Eventually.Until("a snapshot was asked for", () => Gap.Any(reason => running.Metrics.Text().Contains($"provider=\"{exchange}\",reason=\"{reason}\"", StringComparison.Ordinal)), Token);
        await Eventually.Until("the book is live again", () => running.Fold()[topic] is var now && now.At("book/state") == "live" && now.At("book/gaps") is not null, Token);
        await CloseAsync(running);
        await running.StopAsync(Token);
        Same(running, running.Fold(), (exchange, symbol, topic));
    }

    [Fact]
    public async Task Trades_that_the_exchange_left_out_are_declared_by_their_numbers()
    {
        await using var running = await RunningConnector.StartAsync(Token);
        await Eventually.Until("it trades", () => running.Fold().GetValueOrDefault("market:coinbase.btc-usd")?.Trades.Any() == true, Token);
        running.Floor("coinbase").LeaveOut("BTC-USD", 60);
        await Eventually.Until("the gap is declared", () => running.Fold()["market:coinbase.btc-usd"].Gaps.Any(static gap => gap.TryGetProperty("from", out _)), Token);
        await CloseAsync(running);
        await running.StopAsync(Token);
        var topic = running.Fold()["market:coinbase.btc-usd"];
        // Told and missing together are all that happened, in order, without a hole.
        var next = topic.Trades.First().GetProperty("id").GetInt64();
        foreach (var entry in topic.Entries.Where(static entry => !entry.TryGetProperty("reason", out _)))
        {
            var isGap = entry.GetProperty("type").GetString() == "gap";
            Assert.Equal(next, entry.GetProperty(isGap ? "from" : "id").GetInt64());
            next = entry.GetProperty(isGap ? "to" : "id").GetInt64() + 1;
        }
    }

    [Fact]
    [Trait("Requirement", "141")]
    public async Task A_connection_that_is_cut_comes_back_and_its_viewers_are_told()
    {
        await using var running = await RunningConnector.StartAsync(Token);
        await Eventually.Until("the books are there", () => running.Fold() is var now && Books.All(book => now.GetValueOrDefault(book.Topic)?.At("book/state") == "live"), Token);
        foreach (var floor in running.Exchanges.Floors.Values)
            floor.Cut();
        await Eventually.Until("all are connected again", () => running.Metrics.Sum("connections_total") == 8 && running.Sessions.All(static session => session.IsConnected), Token);
        await Eventually.Until("the books are live again", () => running.Fold() is var now && Books.All(book => now[book.Topic].At("book/gaps") is not null && now[book.Topic].At("book/state") == "live"), Token);
        await CloseAsync(running);
        await running.StopAsync(Token);
        Assert.All(Books, book => Same(running, running.Fold(), book));
    }

    [Fact]
    public async Task While_the_hub_takes_nothing_queues_are_bounded_and_no_trade_is_lost()
    {
        await using var running = await RunningConnector.StartAsync(Token, settings: ("Connector:Queue", "2"));
        await Eventually.Until("it trades", () => running.Fold().GetValueOrDefault("market:binance.btcusdt")?.Trades.Any() == true, Token);
        running.Hubs.Throttled = true;
        var before = running.Floor("binance").Trades;
        await Eventually.Until("much has happened meanwhile", () => running.Floor("binance").Trades > before + 100, Token);
        await Eventually.Until("it was turned away", () => running.Metrics.Sum("sends_failed_total") > 0, Token);
        var outbox = running.Outbox;
        Assert.InRange(outbox.Waiting, 1, 2 * running.Hubs.Find("raw")!.Partitions.Count);
        running.Hubs.Throttled = false;
        await CloseAsync(running);
        await running.StopAsync(Token);
        foreach (var (exchange, symbol, topic) in Books.Where(static book => book.Exchange != "kraken"))
        {
            var trades = running.Fold()[topic].Trades.Select(static trade => trade.GetProperty("id").GetInt64()).ToList();
            Assert.Equal(Enumerable.Range(0, trades.Count).Select(i => trades[0] + i), trades);
            Assert.Equal(Truth(running, exchange, symbol).GetProperty("trade").GetInt64(), trades[^1]);
        }
    }

    [Fact]
    public async Task What_overflows_is_counted_declared_and_the_book_begins_anew()
    {
        await using var running = await RunningConnector.StartAsync(
            Token, 2_000, null, ("Connector:Queue", "1"), ("Connector:MaxPendingBytes", "100000"), ("Connector:MaxBurstBytes", "10000"));
        await Eventually.Until("the book is there", () => running.Fold().GetValueOrDefault("market:binance.btcusdt")?.At("book/state") == "live", Token);
        running.Hubs.Throttled = true;
        await Eventually.Until("it overflows", () => running.Metrics.Text().Contains("provider=\"binance\",outcome=\"overflowed\"", StringComparison.Ordinal), Token);
        running.Hubs.Throttled = false;
        await Eventually.Until("the loss is declared, and the books are live again", () => running.Fold()["market:binance.btcusdt"] is var now && now.At("book/gaps") is not null && now.At("book/state") == "live", Token);
        await CloseAsync(running);
        await running.StopAsync(Token);
        Same(running, running.Fold(), Books[2]);
    }

    [Fact]
    public async Task A_second_process_silences_the_first_and_both_leave_one_history()
    {
        await using var running = await RunningConnector.StartAsync(Token);
        await Eventually.Until("it trades", () => running.Fold().GetValueOrDefault("market:coinbase.btc-usd")?.Trades.Any() == true, Token);
        await running.StopAsync(Token);
        var turns = running.Fold()["market:coinbase.btc-usd"].Head!.Turns;
        await running.RestartAsync(Token);
        await Eventually.Until("the second one is heard", () => running.Fold()["market:coinbase.btc-usd"].Head!.Turns["coinbase|coinbase/market"] > turns["coinbase|coinbase/market"] + 100_000, Token);
        await Eventually.Until("it goes on", () => running.Fold()["market:coinbase.btc-usd"].At("book/state") == "live", Token);
        await CloseAsync(running);
        await running.StopAsync(Token);
        Assert.True(running.Fold()["market:coinbase.btc-usd"].Head!.Turns["coinbase|coinbase/market"] > turns["coinbase|coinbase/market"] + 100_000);
        Same(running, running.Fold(), Books[0]);
    }

    // Nothing happens any more, and what had happened has come through.
    private static async Task CloseAsync(RunningConnector running)
    {
        foreach (var floor in running.Exchanges.Floors.Values)
            floor.IsOpen = false;
        await Eventually.Until("what had happened is folded", () => running.Fold() is var now && Books.All(book => IsSame(running, now, book)), Token);
    }

    private static JsonElement Truth(RunningConnector running, string exchange, string symbol) => JsonDocument.Parse(running.Floor(exchange).Truth(symbol)!).RootElement;

    private static bool IsSame(RunningConnector running, Dictionary<string, Topical> topics, (string Exchange, string Symbol, string Topic) book)
    {
        var truth = Truth(running, book.Exchange, book.Symbol);
        return topics.TryGetValue(book.Topic, out var topic)
            && Equal(truth.GetProperty("bids"), topic.Side("bids")) && Equal(truth.GetProperty("asks"), topic.Side("asks"))
            && Topical.Number(truth.GetProperty("last").GetString()) == Topical.Number(topic.At("quote/last"));
    }

    private static bool Equal(JsonElement truth, Dictionary<decimal, decimal> shown) =>
        Topical.Numbers(truth.GetRawText()).Take(20).ToHashSet().SetEquals(shown);

    private static void Same(RunningConnector running, Dictionary<string, Topical> topics, (string Exchange, string Symbol, string Topic) book)
    {
        Assert.Empty(topics[book.Topic].Dead);
        Assert.True(IsSame(running, topics, book), $"{book.Topic} is not what it is there.");
    }
}
