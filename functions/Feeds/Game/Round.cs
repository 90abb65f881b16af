using LiveView.Core.Feeds;

namespace LiveView.Feeds.Game;

/// <summary>
/// The fold of a round: what a message says is merged into what is known.
/// <code>
///   older tick ─▶ nothing        no tick, and the round runs ─▶ nothing (a late word of the cooldown)
///   a later tick ─▶ the ticks between, as far as the window has them, then this one
///   a finished round ─▶ its seed, and whether it keeps the promise
/// </code>
/// </summary>
internal static class Round
{
    public static FoldResult Fold(TopicState? state, GameFacts facts)
    {
        // A round that is over and that nobody watched is no topic.
        if (state is null && facts.IsHistory)
            return new FoldResult.Unchanged();
        var (known, promise) = state is null ? (null, null) : GameWire.Read(state, facts.GameId);
        if (known is not null && IsLate(known, facts))
            return new FoldResult.Unchanged();
        var fair = Fairness.After(promise, facts);
        var after = Merge(known, facts);
        var entries = facts.Tick is { } tick && facts.Price is { } price ? Ticks.Between(known, after, tick, price, facts) : [];
        var next = GameWire.State(after, fair);
        return state is not null && entries.Count == 0 && GameWire.Same(state, next)
            ? new FoldResult.Unchanged()
            : new FoldResult.Folded(next, entries);
    }

    // The snapshot that greets a new connection may be older than a tick seen before it.
    private static bool IsLate(GameFacts known, GameFacts facts) => !facts.IsHistory
        && (facts.Tick is { } tick ? tick < known.Tick : known.Active == true || known.Rugged == true);

    private static GameFacts Merge(GameFacts? known, GameFacts facts)
    {
        if (known is null)
            return facts with { Peak = facts.Price };
        var price = facts.Price ?? known.Price;
        return known with
        {
            Active = facts.Active ?? known.Active,
            Rugged = known.Rugged == true ? true : facts.Rugged ?? known.Rugged, // broken once is broken for good
            Price = price,
            Tick = facts.Tick ?? known.Tick,
            Trades = Higher(facts.Trades, known.Trades),
            Cooldown = facts.Cooldown ?? known.Cooldown,
            Paused = facts.Paused ?? known.Paused,
            Presale = facts.Presale ?? known.Presale,
            Players = facts.Players ?? known.Players,
            Leaders = facts.Leaders ?? known.Leaders,
            Staked = facts.Staked ?? known.Staked,
            Average = facts.Average ?? known.Average,
            Reached = facts.Reached.IsEmpty ? known.Reached : facts.Reached,
            Peak = facts.IsHistory ? facts.Peak ?? known.Peak : price > known.Peak || known.Peak is null ? price : known.Peak,
            Version = facts.Version ?? known.Version,
        };
    }

    private static long? Higher(long? told, long? known) => told is null || told < known ? known : told;
}
