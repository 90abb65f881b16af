using System.Net;
using System.Text;
using LiveView.Connector.Exchanges;
using LiveView.Core.Feeds;
using LiveView.Feeds.Market;
using LiveView.Testing;

namespace LiveView.Connector.Tests;

/// <summary>What nobody expected: it costs a frame or a connection, and is counted; nothing ends for good in silence.</summary>
public sealed class SurvivalTests
{
    private const string Topic = "market:coinbase.btc-usd";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "141")]
    public async Task A_connection_that_a_defect_prevents_or_ends_is_told_to_viewers_and_made_again()
    {
        var failures = 1;
        await using var followed = await FollowedExchange.StartAsync("coinbase", Token, exchange =>
        {
            exchange.Opening = () => Defect(Interlocked.Decrement(ref failures) == 0);
            exchange.Unwrapping = static message => Defect(message == "bad");
        });
        await followed.Until("it is connected all the same", () => followed.Metrics.Sum("connections_total") == 1, Token);
        await followed.Exchange.SayAsync(Book, Token);
        await followed.Until("the book is there", () => followed.Cloud.Fold(Topic).At("book/state") == "live", Token);
        await followed.Exchange.SayAsync("bad", Token);
        await followed.Until("viewers are told", () => followed.Cloud.Fold(Topic).At("book/reason") == "disconnected", Token);
        await followed.Until("it is connected again", () => followed.Metrics.Sum("connections_total") == 2, Token);
        await followed.Exchange.SayAsync(Book, Token);
        await followed.Until("the book is there again", () => followed.Cloud.Fold(Topic).At("book/state") == "live" && followed.Session.IsConnected, Token);
        Assert.Equal(2, followed.Metrics.Sum("faults_total"));
    }

    [Fact]
    public async Task A_book_that_a_defect_keeps_us_from_asking_for_is_asked_for_with_a_later_change()
    {
        await using var followed = await FollowedExchange.StartAsync("binance", Token);
        var failures = 1;
        followed.Exchange.Asking = () => Defect(Interlocked.Decrement(ref failures) == 0);
        await followed.Exchange.SayAsync(Depth(1), Token);
        await followed.Until("it failed", () => followed.Metrics.Sum("faults_total") == 1, Token);
        var soon = followed.Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        await followed.Until("a moment has gone", () => followed.Time.GetUtcNow() > soon, Token);
        await followed.Exchange.SayAsync(Depth(2), Token);
        await followed.Until("it is asked for again", () => followed.Exchange.Asked.Count >= 2, Token);
        Assert.Equal(1, followed.Metrics.Sum("faults_total"));
    }

    [Theory]
    [InlineData("kraken", """[1,[["5.1","1","1.0","b"]],"trade","\ud800"]""")]
    [InlineData("coinbase", """{"type":"ticker","product_id":"\ud800"}""")]
    [InlineData("binance", """{"stream":"\ud800","data":{}}""")]
    [InlineData("ssi", """{"DataType":"\ud800","Symbol":"ACB","Exchange":"HOSE"}""")]
    public void A_frame_that_our_reader_fails_on_is_refused_as_a_defect_and_kept(string provider, string frame)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        Assert.Empty(new MarketStream(provider).Take(bytes, out var refusal));
        Assert.Equal((Rejection.Fault, frame), (refusal!.Reason, Encoding.UTF8.GetString(refusal.Bytes.Span)));
        Assert.Empty(MarketFrames.Of(provider).Part(bytes, out refusal));
        Assert.Equal(Rejection.Fault, refusal!.Reason);
    }

    [Fact]
    public void A_trade_of_Kraken_whose_side_is_no_text_is_refused()
    {
        Assert.Empty(new MarketStream("kraken").Take("""[1,[["5.1","1","1.0",7]],"trade","XBT/USD"]"""u8.ToArray(), out var refusal));
        Assert.Equal(Rejection.Malformed, refusal!.Reason);
    }

    [Theory]
    [InlineData("""{"message":"no","status":401,"data":null}""")]
    [InlineData("""{"data":{"accessToken":7}}""")]
    [InlineData("[]")]
    public async Task A_login_that_SSI_refuses_is_a_failure_to_connect(string answer)
    {
        using var http = new HttpClient(new Refusing(answer));
        var options = new ExchangeOptions { Address = new("https://ssi.test/"), Rest = new("https://ssi.test/"), ConsumerId = "me" };
        var exchange = new SsiExchange(options, http, new ManualTime(DateTimeOffset.UnixEpoch));
        await Assert.ThrowsAsync<HttpRequestException>(() => exchange.OpenAsync(Token));
    }

    private static string Book => """{"type":"snapshot","product_id":"BTC-USD","bids":[["1","1"]],"asks":[]}""";

    private static string Depth(long number) =>
        $$$"""{"stream":"btcusdt@depth@100ms","data":{"s":"BTCUSDT","U":{{{number}}},"u":{{{number}}},"b":[["1","1"]],"a":[]}}""";

    private static void Defect(bool isDue)
    {
        if (isDue)
            throw new InvalidOperationException("Nobody expected this.");
    }

    private sealed class Refusing(string answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) });
    }
}
