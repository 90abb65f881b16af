using LiveView.Connector.Sockets;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Exchanges;

/// <summary>How one exchange is spoken to. What its frames say is the feed's affair.</summary>
internal interface IExchange
{
    /// <summary>The provider's name in the feed.</summary>
    string Provider { get; }

    /// <summary>Connects and subscribes.</summary>
    Task<ExchangeSocket> OpenAsync(CancellationToken token);

    /// <summary>The frames in a message.</summary>
    IEnumerable<ReadOnlyMemory<byte>> Unwrap(ReadOnlyMemory<byte> message);

    /// <summary>
    /// Has the order book of an instrument sent anew. Where the exchange answers elsewhere than in the stream, the answer is returned, as a frame.
    /// </summary>
    Task<ReadOnlyMemory<byte>?> ResyncAsync(ExchangeSocket socket, MarketResync resync, CancellationToken token);
}
