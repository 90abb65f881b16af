using LiveView.Connector.Sockets;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Exchanges;

/// <summary>Kraken's WebSocket v1: a book begins anew with its subscription.</summary>
internal sealed class KrakenExchange(ExchangeOptions options, TimeProvider time) : IExchange
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    public string Provider => "kraken";

    private string Book => $$"""{"name":"book","depth":{{(options.Depth > 0 ? options.Depth : 100)}}}""";

    public async Task<ExchangeSocket> OpenAsync(CancellationToken token)
    {
        var socket = await ExchangeSocket.ConnectAsync(options.Address!, NoHeaders, time, token); // an exchange without an address is not opened
        foreach (var subscription in new[] { Book, """{"name":"trade"}""", """{"name":"ticker"}""" })
            await socket.SendAsync(Order("subscribe", options.Split(), subscription), token);
        return socket;
    }

    public IEnumerable<ReadOnlyMemory<byte>> Unwrap(ReadOnlyMemory<byte> message) => [message];

    public async Task<ReadOnlyMemory<byte>?> ResyncAsync(ExchangeSocket socket, MarketResync resync, CancellationToken token)
    {
        await socket.SendAsync(Order("unsubscribe", [resync.Symbol], Book), token);
        await socket.SendAsync(Order("subscribe", [resync.Symbol], Book), token);
        return null;
    }

    private static string Order(string order, string[] pairs, string subscription) =>
        $$"""{"event":"{{order}}","pair":{{Json.List(pairs)}},"subscription":{{subscription}}}""";
}
