using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Feeds.Market;

namespace LiveView.Feeds.Tests.Market;

/// <summary>A whole book of a busy pair is megabytes. What travels of it is what any book would keep, and nobody sees a difference.</summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData("coinbase", """{"type":"snapshot","product_id":"BTC-USD","time":"2026-11-20T12:00:00Z","bids":BIDS,"asks":ASKS}""")]
    [InlineData("binance", """{"stream":"btcusdt@snapshot","data":{"lastUpdateId":7,"bids":BIDS,"asks":ASKS}}""")]
    [InlineData("kraken", """[336,{"as":ASKS,"bs":BIDS},"book-1000","XBT/USD"]""")]
    [Trait("Requirement", "131")]
    public void A_book_that_begins_with_what_travels_shows_at_every_change_what_the_whole_one_shows(string provider, string form)
    {
        var chance = new Random(20261121);
        for (var round = 0; round < 20; round++)
        {
            var levels = chance.Next(300, 1_000);
            var (bids, asks) = (Side(chance, levels, 10_000, -1), Side(chance, levels, 10_001, 1));
            var frame = Encoding.UTF8.GetBytes(form.Replace("BIDS", Text(bids), StringComparison.Ordinal).Replace("ASKS", Text(asks), StringComparison.Ordinal));
            var (whole, cut) = (new Book(), new Book());
            whole.Take(Whole(provider, frame));
            cut.Take(Whole(provider, Travelling(provider, frame)));
            for (var change = 0; change < 500; change++)
            {
                Assert.Equal(whole.Bids, cut.Bids);
                Assert.Equal(whole.Asks, cut.Asks);
                Assert.Equal(whole.IsThin, cut.IsThin);
                var moved = new MarketFact.BookMoved([Level(chance, bids)], [Level(chance, asks)], null, null, null);
                Assert.Equal(whole.Take(moved), cut.Take(moved));
            }
        }
    }

    [Fact]
    public void What_is_cut_are_levels_and_not_a_byte_of_anything_else()
    {
        var (bids, asks) = (Side(new(1), 40_000, 100_000, -1), Side(new(1), 3, 100_001, 1));
        var frame = Encoding.UTF8.GetBytes($$"""{"type" : "snapshot","bids": {{Text(bids)}} ,"product_id":"BTC-USD","\u0041b":1.10,"asks":{{Text(asks)}}}""");
        Assert.True(frame.Length > 1 << 20);
        var travelling = Encoding.UTF8.GetString(Travelling("coinbase", frame).Span);
        Assert.Equal($$"""{"type" : "snapshot","bids": {{Text(bids[..Snapshots.Levels])}} ,"product_id":"BTC-USD","\u0041b":1.10,"asks":{{Text(asks)}}}""", travelling);
    }

    [Fact]
    public void A_small_book_travels_as_it_is()
    {
        var frame = Encoding.UTF8.GetBytes($$"""{"type":"snapshot","product_id":"BTC-USD","bids":{{Text(Side(new(1), Snapshots.Levels, 10_000, -1))}},"asks":[]}""");
        Assert.Equal(frame, Travelling("coinbase", frame).ToArray());
    }

    private static ReadOnlyMemory<byte> Travelling(string provider, byte[] frame)
    {
        var parts = MarketFrames.Of(provider).Part(frame, out var refusal);
        Assert.Null(refusal);
        return parts[^1].Frame;
    }

    private static MarketFact.BookWhole Whole(string provider, ReadOnlyMemory<byte> frame)
    {
        using var json = JsonDocument.Parse(frame);
        return Assert.IsType<MarketFact.BookWhole>(Assert.Single(MarketFrames.Of(provider).Read(json.RootElement).Said).Fact);
    }

    // Best first, with holes between them.
    private static (decimal Price, decimal Size)[] Side(Random chance, int levels, int from, int step)
    {
        var price = from * 100;
        return [.. Enumerable.Range(0, levels).Select(_ => (Price: (price += step * chance.Next(1, 3)) / 100m, Size: chance.Next(1, 1_000) / 8m))];
    }

    private static Level Level(Random chance, (decimal Price, decimal Size)[] side) =>
        new(side[chance.Next(side.Length)].Price + (chance.Next(3) / 100m), chance.Next(2) == 0 ? 0 : chance.Next(1, 1_000) / 8m);

    private static string Text((decimal Price, decimal Size)[] side) =>
        $"[{string.Join(',', side.Select(static level => string.Create(CultureInfo.InvariantCulture, $"[\"{level.Price}\",\"{level.Size}\",\"1534614057.321597\"]")))}]";
}
