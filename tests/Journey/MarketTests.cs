using System.Globalization;
using System.Text.Json;
using LiveView.Local;
using LiveView.Local.Exchanges;
using LiveView.Testing;
using LiveView.Testing.Market;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Journey.Tests;

/// <summary>From an exchange's socket to a screen, through the processes that would run in the cloud.</summary>
public sealed class MarketTests : IAsyncLifetime
{
    private static readonly string[] Sides = ["bids", "asks"];

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("liveview-market-");
    private SmallAzure? _azure;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_azure is not null)
            await _azure.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    [Trait("Requirement", "124")]
    public async Task Viewers_see_books_and_trades_of_exchanges_and_a_gap_is_declared_and_healed()
    {
        var azure = await StartAsync([]);
        var board = azure.Functions!.Endpoint;
        await using var book = Watcher.Start(board, "market:kraken.xbt-usd/market");
        await using var trades = Watcher.Start(board, "market:binance.btcusdt/trades");
        await using var hose = Watcher.Start(board, "market:hose/market");
        await using var index = Watcher.Start(board, "market:hose/index");
        foreach (var watcher in new[] { book, trades, hose, index })
            await Eventually.Until($"{watcher.Tier} is shown", () => watcher.Shown.Count > 2, Token, TimeSpan.FromSeconds(60));
        azure.Exchanges!.Floors["kraken"].LeaveOut("XBT/USD", 30);
        await Eventually.Until("the gap was declared, and the book is live again", () => Book(book.Document) is ("live", not null), Token, TimeSpan.FromSeconds(120));
        foreach (var floor in azure.Exchanges.Floors.Values)
            floor.IsOpen = false;
        await Eventually.Until("it shows what is true there", () => Shows(azure, book.Document), Token, TimeSpan.FromSeconds(60));
        Assert.All(new[] { book, trades, hose, index }, static one => Assert.Empty(one.Faults));
        Assert.DoesNotContain("VNINDEX", hose.Document, StringComparison.Ordinal);
        Assert.DoesNotContain("symbols", index.Document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coinbase", "COINBASE.ws.28.0")]
    [InlineData("kraken", "KRAKEN.ws.50.0,KRAKEN.ws.48.0,KRAKEN.ws.49.0")]
    [InlineData("kraken", "KRAKEN.ws.48.0")]
    [InlineData("binance", "BINANCE.ws.1.0")]
    public async Task A_recorded_session_reaches_viewers_as_an_independent_fold_of_the_file_has_it(string exchange, string files)
    {
        var frames = files.Split(',').SelectMany(SessionFile.Frames).OrderBy(static frame => frame.At).Select(static frame => frame.Frame).ToList();
        var books = exchange == "binance" ? SessionFile.BinanceBooks() : new Dictionary<string, string>(StringComparer.Ordinal);
        var truth = SessionFile.LastPrices(exchange, frames);
        var azure = await StartAsync([new(exchange, frames, books, TimeSpan.FromMilliseconds(1))]);
        Assert.NotEmpty(truth);
        foreach (var (symbol, last) in truth)
        {
            await using var watcher = Watcher.Start(azure.Functions!.Endpoint, $"market:{exchange}.{symbol.ToLowerInvariant().Replace('/', '-')}/market");
            await Eventually.Until($"{symbol} is at {last}", () => Last(watcher.Document) == last, Token, TimeSpan.FromSeconds(120));
            Assert.Empty(watcher.Faults);
        }

        // The books, where the session has any: the best twenty levels of each side, with nothing missing in between.
        foreach (var (symbol, book) in IndependentFold.Of(exchange, exchange == "binance" ? SessionFile.WithBooks(frames, books) : frames).Books)
        {
            await using var watcher = Watcher.Start(azure.Functions!.Endpoint, $"market:{exchange}.{symbol.ToLowerInvariant().Replace('/', '-')}/market");
            await Eventually.Until(
                $"{symbol} shows the book of the file", () => HasSide(watcher.Document, "bids", book.Bids.Reverse()) && HasSide(watcher.Document, "asks", book.Asks), Token, TimeSpan.FromSeconds(120));
            Assert.Equal(("live", null), Book(watcher.Document));
            Assert.Empty(watcher.Faults);
        }
    }

    private static bool HasSide(string document, string side, IEnumerable<KeyValuePair<decimal, decimal>> best) =>
        document.Length > 0 && JsonDocument.Parse(document).RootElement.TryGetProperty(side, out var levels)
        && Numbers(levels).ToHashSet().SetEquals(best.Take(20).Select(static level => (level.Key, level.Value)));

    private async Task<SmallAzure> StartAsync(IEnumerable<SessionRecording> sessions)
    {
        var options = new LocalOptions { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = _data.FullName, Market = true, MovesPerSecond = 40 };
        options.ConnectorSettings["Connector__IdleSeconds"] = "1";
        foreach (var session in sessions)
            options.Sessions.Add(session);
        return _azure = await SmallAzure.StartAsync(options, NullLoggerFactory.Instance, Token);
    }

    private static (string? State, string? Gaps) Book(string document) =>
        document.Length > 0 && JsonDocument.Parse(document).RootElement.TryGetProperty("book", out var book)
            ? (book.GetProperty("state").GetString(), book.TryGetProperty("gaps", out var gaps) ? gaps.GetString() : null)
            : default;

    private static string? Last(string document) =>
        document.Length > 0 && JsonDocument.Parse(document).RootElement.TryGetProperty("quote", out var quote) && quote.TryGetProperty("last", out var last) ? last.GetString() : null;

    private static bool Shows(SmallAzure azure, string document)
    {
        var truth = JsonDocument.Parse(azure.Exchanges!.Floors["kraken"].Truth("XBT/USD")!).RootElement;
        var shown = JsonDocument.Parse(document).RootElement;
        return Sides.All(side => Numbers(truth.GetProperty(side)).Take(20).ToHashSet().SetEquals(Numbers(shown.GetProperty(side))));
    }

    private static IEnumerable<(decimal Price, decimal Size)> Numbers(JsonElement side) => side.EnumerateObject().Select(static level =>
        (decimal.Parse(level.Name, CultureInfo.InvariantCulture), decimal.Parse(level.Value.GetString()!, CultureInfo.InvariantCulture)));
}
