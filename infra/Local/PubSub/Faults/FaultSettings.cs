namespace LiveView.Local.PubSub;

/// <summary>How much goes wrong on purpose, as shares from 0 to 1. The same seed makes the same choices in the same order.</summary>
internal sealed record FaultSettings
{
    public int Seed { get; init; } = 1;

    /// <summary>Share of deliveries that never happen.</summary>
    public double Lose { get; init; }

    /// <summary>Share of deliveries that happen twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Share of deliveries after which the connection is held for <see cref="DelayMilliseconds"/>; its order is kept.</summary>
    public double Delay { get; init; }

    public int DelayMilliseconds { get; init; } = 500;

    /// <summary>Share of deliveries that change places with the next one of their connection.</summary>
    public double Reorder { get; init; }

    /// <summary>Share of deliveries at which the connection is reset.</summary>
    public double Cut { get; init; }

    /// <summary>Share of handshakes answered 503.</summary>
    public double Refuse { get; init; }

    /// <summary>Share of REST calls answered 429 with Retry-After.</summary>
    public double Throttle { get; init; }

    /// <summary>Share of connections that are accepted and then never sent anything.</summary>
    public double Stall { get; init; }

    /// <summary>What is wrong with the settings; null when nothing is.</summary>
    public string? Fault()
    {
        double[] shares = [Lose, Duplicate, Delay, Reorder, Cut, Refuse, Throttle, Stall];
        if (shares.Any(share => share is not (>= 0 and <= 1))) return "A share lies between 0 and 1.";
        if (Lose + Duplicate + Delay + Reorder + Cut > 1) return "lose, duplicate, delay, reorder and cut together are at most 1.";
        return DelayMilliseconds is >= 0 and <= 600_000 ? null : "delayMilliseconds lies between 0 and 600000.";
    }
}
