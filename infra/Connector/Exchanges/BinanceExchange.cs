using System.Globalization;
using LiveView.Connector.Sockets;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Exchanges;

/// <summary>Binance spot: changes come by the socket, the book they change by REST.</summary>
internal sealed class BinanceExchange(ExchangeOptions options, HttpClient http, TimeProvider time) : IExchange
{
    private const int MaxSnapshot = 1 << 20;

    private static readonly string[] Streams = ["depth@100ms", "trade", "bookTicker", "ticker"];
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly Dictionary<string, string> NoHeaders = [];

    public string Provider => "binance";

    public Task<ExchangeSocket> OpenAsync(CancellationToken token)
    {
        var names = from symbol in options.Split() from stream in Streams select $"{symbol.ToLowerInvariant()}@{stream}";
        var address = new UriBuilder(options.Address!) { Query = $"streams={string.Join('/', names)}" }; // an exchange without an address is not opened
        return ExchangeSocket.ConnectAsync(address.Uri, NoHeaders, time, token);
    }

    public IEnumerable<ReadOnlyMemory<byte>> Unwrap(ReadOnlyMemory<byte> message) => [message];

    public async Task<ReadOnlyMemory<byte>?> ResyncAsync(ExchangeSocket socket, MarketResync resync, CancellationToken token)
    {
        if (options.Rest is not { } rest)
            throw new InvalidOperationException("Exchanges:Binance:Rest says where its order books are.");
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        var depth = (options.Depth > 0 ? options.Depth : 1_000).ToString(CultureInfo.InvariantCulture);
        using var answer = await http.GetAsync(new Uri(rest, $"api/v3/depth?symbol={Uri.EscapeDataString(resync.Symbol)}&limit={depth}"), HttpCompletionOption.ResponseHeadersRead, either.Token);
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(MaxSnapshot, either.Token); // a larger one is none
        var body = await answer.Content.ReadAsByteArrayAsync(either.Token);
        // It names no symbol: it goes on in the form of a stream.
        return (byte[])[.. """{"stream":"""u8, .. System.Text.Encoding.UTF8.GetBytes(Json.Text($"{resync.Symbol.ToLowerInvariant()}@snapshot")), .. ""","data":"""u8, .. body, (byte)'}'];
    }
}
