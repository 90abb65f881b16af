using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Feeds.Market;
using LiveView.Testing.Market;

namespace LiveView.Feeds.Tests.Market;

/// <summary>Recorded sessions of three exchanges, against a fold of the same file that knows nothing of ours.</summary>
public sealed class RecordedSessionTests
{
    private static readonly string[] Kraken = ["KRAKEN.ws.48.0", "KRAKEN.ws.49.0", "KRAKEN.ws.50.0"]; // trades, tickers, books

    [Fact]
    public void Books_and_last_prices_of_a_recorded_Coinbase_session_equal_an_independent_fold()
    {
        var frames = MarketRecordings.Frames("COINBASE.ws.28.0").Select(static line => line.Frame).ToList();
        var ours = Run("coinbase", frames);
        var theirs = IndependentFold.Of("coinbase", frames);
        Assert.Equal(10, theirs.Books.Count);
        Compare("coinbase", theirs, ours);
    }

    [Fact]
    public void A_recorded_Binance_session_syncs_with_its_snapshots_and_equals_an_independent_fold()
    {
        var frames = MarketRecordings.Frames("BINANCE.ws.1.0").Concat(MarketRecordings.BinanceSnapshots()).OrderBy(static line => line.At).Select(static line => line.Frame).ToList();
        var ours = Run("binance", frames);
        var theirs = IndependentFold.Of("binance", frames);
        Assert.Equal(4, theirs.Books.Count);
        Compare("binance", theirs, ours);
    }

    [Fact]
    public void Without_its_snapshots_a_recorded_Binance_session_shows_every_trade_and_no_book()
    {
        var frames = MarketRecordings.Frames("BINANCE.ws.1.0").Select(static line => line.Frame).ToList();
        var ours = Run("binance", frames);
        var theirs = IndependentFold.Of("binance", frames);
        Assert.NotEmpty(theirs.Last);
        CompareTrades("binance", theirs, ours);
        Assert.All(ours.Values, static topic => Assert.NotEqual("live", topic.At("market", "book/state")));
    }

    [Fact]
    public void Every_trade_of_a_recorded_Kraken_session_is_told_once_and_the_last_price_is_its()
    {
        var frames = MarketRecordings.Frames(Kraken[0]).Select(static line => line.Frame).ToList();
        var theirs = IndependentFold.Of("kraken", frames);
        Assert.NotEmpty(theirs.Last);
        CompareTrades("kraken", theirs, Run("kraken", frames));
    }

    [Fact]
    public void Every_checksum_of_a_recorded_Kraken_session_holds_and_its_books_equal_an_independent_fold()
    {
        List<string> frames = [.. Kraken
            .SelectMany(MarketRecordings.Frames).OrderBy(static line => line.At).Select(static line => line.Frame)];
        Assert.True(frames.Count(static frame => frame.Contains("\"c\":\"", StringComparison.Ordinal)) > 4_000);
        var ours = Run("kraken", frames);
        var theirs = IndependentFold.Of("kraken", frames);
        Assert.Equal(10, theirs.Books.Count);
        Compare("kraken", theirs, ours);
    }

    [Theory]
    [InlineData("coinbase", "COINBASE.ws.28.0")]
    [InlineData("kraken", "KRAKEN.ws.50.0")]
    public void Bursts_of_any_length_make_the_same_topics(string provider, string recording)
    {
        var frames = MarketRecordings.Frames(recording).Select(static line => line.Frame).Take(3_000).ToList();
        var one = Run(provider, frames, burst: 1);
        foreach (var size in new[] { 7, 500 })
        {
            var many = Run(provider, frames, burst: size);
            foreach (var (topic, folded) in one)
            {
                Assert.Equal(Text(folded), Text(many[topic]));
                Assert.Equal(folded.Entries, many[topic].Entries);
            }
        }
    }

    [Fact]
    public void A_change_that_is_left_out_of_a_recorded_session_is_a_declared_gap_and_a_snapshot_is_asked_for()
    {
        var frames = MarketRecordings.Frames("KRAKEN.ws.50.0").Select(static line => line.Frame).ToList();
        var at = frames.FindIndex(2_000, static frame => frame.Contains("\"c\":\"", StringComparison.Ordinal));
        var pair = frames[at][frames[at].LastIndexOf(',')..];
        foreach (var frame in frames.Skip(at).Where(frame => frame.EndsWith(pair, StringComparison.Ordinal)).Take(50).ToList())
            frames.Remove(frame);
        var stream = new MarketStream("kraken");
        List<MarketResync> resyncs = [];
        Dictionary<string, Folded> topics = [];
        foreach (var frame in frames)
        {
            foreach (var part in stream.Take(Encoding.UTF8.GetBytes(frame), out _))
                Topic(topics, part, "kraken").Take(Encoding.UTF8.GetString(part.Frame.Span));
            resyncs.AddRange(stream.TakeResyncs());
        }

        Assert.Equal("sequence", Assert.Single(resyncs).Reason);
        var lost = Assert.Single(topics.Values, static topic => topic.At("market", "book/state") == "lost");
        Assert.Equal("1", lost.At("market", "book/gaps"));
    }

    private static Dictionary<string, Folded> Run(string provider, IEnumerable<string> frames, int burst = 100)
    {
        var stream = new MarketStream(provider);
        Dictionary<string, Folded> topics = [];
        Dictionary<string, List<string>> waiting = [];
        foreach (var frame in frames)
        {
            var parts = stream.Take(Encoding.UTF8.GetBytes(frame), out var refusal);
            Assert.Null(refusal);
            foreach (var part in parts)
            {
                Topic(topics, part, provider);
                if (!waiting.TryGetValue(part.Topic.ToString(), out var list))
                    waiting[part.Topic.ToString()] = list = [];
                list.Add(Encoding.UTF8.GetString(part.Frame.Span));
                if (list.Count == burst)
                    Flush(topics, waiting, part.Topic.ToString());
            }
        }

        foreach (var topic in waiting.Keys.ToList())
            Flush(topics, waiting, topic);
        Assert.DoesNotContain(stream.TakeResyncs(), static resync => resync.Reason == "sequence");
        return topics;
    }

    private static void Flush(Dictionary<string, Folded> topics, Dictionary<string, List<string>> waiting, string topic)
    {
        if (waiting[topic].Count > 0)
            Assert.IsNotType<FoldResult.Rejected>(topics[topic].Take([.. waiting[topic]]), exactMatch: false);
        waiting[topic].Clear();
    }

    private static Folded Topic(Dictionary<string, Folded> topics, MarketPart part, string provider)
    {
        if (!topics.TryGetValue(part.Topic.ToString(), out var folded))
            topics[part.Topic.ToString()] = folded = new(part.Topic.ToString(), provider);
        return folded;
    }

    private static void Compare(string provider, IndependentFold theirs, Dictionary<string, Folded> ours)
    {
        foreach (var (symbol, book) in theirs.Books)
        {
            var topic = ours[Name(provider, symbol)];
            Assert.True("live" == topic.At("market", "book/state"), $"{symbol}: {topic.At("market", "book")}");
            Assert.Null(topic.At("market", "book/gaps"));
            Assert.Equal(Best(book.Bids.Reverse()), Shown(topic, "bids"));
            Assert.Equal(Best(book.Asks), Shown(topic, "asks"));
        }

        CompareTrades(provider, theirs, ours);
    }

    private static void CompareTrades(string provider, IndependentFold theirs, Dictionary<string, Folded> ours)
    {
        foreach (var (symbol, last) in theirs.Last)
            Assert.Equal(last, ours[Name(provider, symbol)].At("market", "quote/last"));
        var trades = ours.Values.Sum(static topic => topic.Entries.Count(static entry => entry.Contains("\"type\":\"trade\"", StringComparison.Ordinal)));
        Assert.Equal(theirs.Trades, trades);
    }

    private static string Name(string provider, string symbol) => $"market:{provider}.{symbol.ToLowerInvariant().Replace('/', '-')}";

    private static Dictionary<decimal, decimal> Best(IEnumerable<KeyValuePair<decimal, decimal>> levels) => levels.Take(20).ToDictionary();

    private static Dictionary<decimal, decimal> Shown(Folded topic, string side) => JsonDocument.Parse(topic.At("market", side) ?? "{}").RootElement.EnumerateObject()
        .ToDictionary(static level => decimal.Parse(level.Name, CultureInfo.InvariantCulture), static level => decimal.Parse(level.Value.GetString()!, CultureInfo.InvariantCulture));

    private static string Text(Folded topic) => string.Concat(topic.State!.Documents.Select(static document => Encoding.UTF8.GetString(document.Value.Span)));
}
