namespace LiveView.Benchmarks.FanOut;

/// <summary>What one stretch of publishing showed.</summary>
internal sealed record Measurement
{
    /// <summary>Of the server and its children.</summary>
    public required double CpuSeconds { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Messages that reached a client, times clients.</summary>
    public required long Delivered { get; init; }

    public required long Published { get; init; }

    /// <summary>Publishes of the fixed rate that were left out because too much was under way: the server did not keep up.</summary>
    public required long Held { get; init; }

    /// <summary>Milliseconds from the publish to the client's read, the median.</summary>
    public required double P50 { get; init; }

    /// <summary>The same, of the slowest hundredth.</summary>
    public required double P99 { get; init; }

    /// <summary>Clients that got the one message sent before the stretch began.</summary>
    public required long Heard { get; init; }

    public required int Open { get; init; }

    public required int Lost { get; init; }

    public double CpuPerMillion => Delivered == 0 ? double.NaN : CpuSeconds / Delivered * 1e6;

    public double DeliveredPerSecond => Delivered / Seconds;
}
