using System.Collections.Immutable;

namespace LiveView.Feeds.Game;

/// <summary>What one message says of a round, and, merged, what all of them said. What a message leaves out is null: never zero, never false.</summary>
internal sealed record GameFacts
{
    /// <summary>The round: <c>YYYYMMDD-16hex</c>.</summary>
    public required string GameId { get; init; }

    /// <summary>It comes from the list of finished rounds, which is where the seed is revealed.</summary>
    public bool IsHistory { get; init; }

    public bool? Active { get; init; }

    public bool? Rugged { get; init; }

    public decimal? Price { get; init; }

    public long? Tick { get; init; }

    /// <summary>The last five prices by tick, from which lost ticks are healed.</summary>
    public ImmutableSortedDictionary<long, decimal> Window { get; init; } = ImmutableSortedDictionary<long, decimal>.Empty;

    public long? Trades { get; init; }

    /// <summary>Milliseconds until the round begins. It is not monotone.</summary>
    public long? Cooldown { get; init; }

    public bool? Paused { get; init; }

    /// <summary>Buying is allowed before the round.</summary>
    public bool? Presale { get; init; }

    public long? Players { get; init; }

    /// <summary>How many stand on the leaderboard.</summary>
    public long? Leaders { get; init; }

    /// <summary>How many of them have something at stake.</summary>
    public long? Staked { get; init; }

    /// <summary>The average peak of recent rounds.</summary>
    public decimal? Average { get; init; }

    /// <summary>How many recent rounds reached 2, 10, 50 and 100 times the price.</summary>
    public ImmutableSortedDictionary<string, long> Reached { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The highest price of the round.</summary>
    public decimal? Peak { get; init; }

    /// <summary>SHA-256 of the seed, told before the round.</summary>
    public string? SeedHash { get; init; }

    /// <summary>The seed, told after it.</summary>
    public string? Seed { get; init; }

    /// <summary>The version of the provider's fairness.</summary>
    public string? Version { get; init; }
}
