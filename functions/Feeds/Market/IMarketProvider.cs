using System.Text.Json;

namespace LiveView.Feeds.Market;

/// <summary>Knows one provider's frames. Pure: it remembers nothing.</summary>
internal interface IMarketProvider
{
    /// <summary>The provider's name: <c>ssi</c>, <c>coinbase</c>, …</summary>
    string Name { get; }

    /// <summary>What a frame says, or why it could not be read.</summary>
    MarketReading Read(JsonElement frame);
}
