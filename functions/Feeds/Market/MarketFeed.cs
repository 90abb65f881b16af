using System.Collections.Frozen;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Market.Tiers;

namespace LiveView.Feeds.Market;

/// <summary>
/// Prices, trades, indices and foreign flows of exchanges. A topic is an exchange (<c>market:hose</c>) or an instrument of one
/// (<c>market:coinbase.btc-usd</c>).
/// </summary>
/// <remarks>
/// A Raw carries one frame of a provider or a burst of them, <c>[frame, …]</c>: a burst is folded in one go, so it opens the state once and makes
/// one update a tier. Bursts of a target are numbered; one that comes twice changes nothing.
/// </remarks>
public sealed class MarketFeed : IFeed
{
    /// <summary>The tiers there are. Another one is a class, its line here, and its test: docs/market.md shows it.</summary>
    internal static readonly MarketTier[] Standard = [new QuotesTier(), new ForeignTier(), new IndexTier(), new TradesTier()];

    private static readonly FrozenDictionary<string, MarketFrames> Providers =
        MarketFrames.All.ToFrozenDictionary(static frames => frames.Provider, StringComparer.Ordinal);

    private readonly MarketTier[] _tiers;

    /// <summary>The feed with its tiers.</summary>
    public MarketFeed()
        : this(Standard)
    {
    }

    internal MarketFeed(MarketTier[] tiers) => (_tiers, Tiers) = (tiers, [.. tiers.Select(static tier => tier.Spec)]);

    /// <inheritdoc/>
    public string Name => MarketTopics.Feed;

    /// <inheritdoc/>
    public IReadOnlyList<TierSpec> Tiers { get; }

    /// <inheritdoc/>
    public Split Split(ProviderAnswer answer, SplitMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!Providers.TryGetValue(answer.Provider, out var frames))
            return new() { Memory = null, Refusals = [new(Rejection.WrongDocument, "Nobody here reads this provider.", answer.Body)] };
        var parts = frames.Part(answer.Body, out var refusal);
        return new()
        {
            Memory = null,
            Refusals = refusal is null ? [] : [refusal],
            Phase = parts.Count > 0 ? Core.Feeds.Phase.Live : null,
            Raws = [.. parts.Select(part => part.ToRaw(answer.Provider, answer.Received))],
        };
    }

    /// <inheritdoc/>
    public FoldResult Fold(TopicState? state, Raw raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (!Providers.TryGetValue(raw.Provider, out var frames))
            return new FoldResult.Rejected(Rejection.WrongDocument, "Nobody here reads this provider.");
        try
        {
            using var burst = JsonDocument.Parse(raw.Body);
            return Fold(state, raw, frames, burst.RootElement);
        }
        catch (JsonException)
        {
            return new FoldResult.Rejected(Rejection.Malformed, "It is not JSON.");
        }
    }

    private FoldResult Fold(TopicState? state, Raw raw, MarketFrames frames, JsonElement burst)
    {
        var memory = Draft.Open(state?.Memory ?? default);
        if (raw.Turn is { } turn)
        {
            if (memory.Object("turns").Whole(raw.Target) >= turn)
                return new FoldResult.Unchanged();
            memory.Object("turns").Set(raw.Target, turn);
        }

        List<LogEntry> entries = [];
        var fold = new MarketFold(_tiers, raw.Topic, state, memory, entries);
        foreach (var frame in MarketFrames.Of(burst))
        {
            var reading = frames.Read(frame);
            if (reading.Problem is { } problem)
                return new FoldResult.Rejected(Rejection.Malformed, problem);
            foreach (var said in reading.Said)
                fold.Take(said);
        }

        return fold.Finish();
    }
}
