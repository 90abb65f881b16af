using LiveView.Connector.Sockets;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Exchanges;

/// <summary>Coinbase Exchange: a book begins anew with its subscription.</summary>
internal sealed class CoinbaseExchange(ExchangeOptions options, TimeProvider time) : IExchange
{
    private static readonly string[] Channels = ["level2", "matches", "ticker"];
    private static readonly string[] Book = ["level2"];
    private static readonly Dictionary<string, string> NoHeaders = [];

    public string Provider => "coinbase";

    public async Task<ExchangeSocket> OpenAsync(CancellationToken token)
    {
        var socket = await ExchangeSocket.ConnectAsync(options.Address!, NoHeaders, time, token); // an exchange without an address is not opened
        await socket.SendAsync(Order("subscribe", options.Split(), Channels), token);
        return socket;
    }

    public IEnumerable<ReadOnlyMemory<byte>> Unwrap(ReadOnlyMemory<byte> message) => [message];

    public async Task<ReadOnlyMemory<byte>?> ResyncAsync(ExchangeSocket socket, MarketResync resync, CancellationToken token)
    {
        await socket.SendAsync(Order("unsubscribe", [resync.Symbol], Book), token);
        await socket.SendAsync(Order("subscribe", [resync.Symbol], Book), token);
        return null;
    }

    private static string Order(string type, string[] products, string[] channels) =>
        $$"""{"type":"{{type}}","product_ids":{{Json.List(products)}},"channels":{{Json.List(channels)}}}""";
}
