using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>What decides how soon a target is asked again.</summary>
internal readonly record struct Pace()
{
    /// <summary>The most urgent phase of the last answer; null when it named nothing.</summary>
    public Phase? Phase { get; init; }

    /// <summary>The interval while something is live: 2 to 5 s, by how much happens in the sport.</summary>
    public TimeSpan Live { get; init; } = LivePace.Usual;

    /// <summary>How closely anyone looks: 1, 1.5 or 3, see <see cref="Attention"/>.</summary>
    public double Tier { get; init; } = 1;

    /// <summary>How many look.</summary>
    public int Viewers { get; init; }

    /// <summary>The share of the provider's answers that were good, 0 to 1.</summary>
    public double Health { get; init; } = 1;

    /// <summary>The share of the calls that may be made of the provider in a minute and were made.</summary>
    public double Quota { get; init; }

    /// <summary>How far the next start is, where one is known.</summary>
    public TimeSpan? UntilStart { get; init; }

    /// <summary>A number in [0, 1).</summary>
    public double Dice { get; init; } = 0.5;
}
