using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Market.Tiers;

/// <summary>What a tier may change: its document, what it remembers, and the log. Opened when first looked at.</summary>
internal sealed class MarketDraft(string tier, bool isBoard, ReadOnlyMemory<byte> document, Draft allMemory, List<LogEntry> entries)
{
    /// <summary>A whole exchange, or one instrument.</summary>
    public bool IsBoard => isBoard;

    public Draft Document => field ??= Draft.Open(document);

    public Draft Memory => field ??= allMemory.Object(tier);

    /// <summary>The order book, while a burst is folded.</summary>
    public Book? Book { get; set; }

    public void Append(CanonicalObject entry) => entries.Add(new(tier, entry.ToBytes()));
}
