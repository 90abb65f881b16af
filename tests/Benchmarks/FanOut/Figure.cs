namespace LiveView.Benchmarks.FanOut;

/// <summary>What a server did with so many clients and such messages, over all rounds.</summary>
/// <param name="Peer">The server's name.</param>
/// <param name="Clients">How many clients it had.</param>
/// <param name="Size">Payload bytes.</param>
/// <param name="Rate">Publishes a second; 0 is saturated.</param>
/// <param name="Rounds">One measurement a round.</param>
internal sealed record Figure(string Peer, int Clients, int Size, int Rate, IReadOnlyList<Measurement> Rounds)
{
    public double CpuPerMillion => Median(static round => round.CpuPerMillion);

    public double DeliveredPerSecond => Median(static round => round.DeliveredPerSecond);

    public double P50 => Median(static round => round.P50);

    public double P99 => Median(static round => round.P99);

    /// <summary>The share of the publishes that could not be made at the fixed rate.</summary>
    public double Held => Median(static round => round.Held / Math.Max(1.0, round.Held + round.Published));

    private double Median(Func<Measurement, double> of)
    {
        double[] sorted = [.. Rounds.Select(of).Order()];
        return sorted[sorted.Length / 2];
    }
}
