namespace LiveView.Handler.Telemetry;

/// <summary>What one series has added up to.</summary>
internal sealed class Sum(InstrumentKind kind)
{
    /// <summary>Upper ends of the buckets of every histogram; they fit seconds and milliseconds alike.</summary>
    public static readonly double[] Ends = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000];

    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[Ends.Length];
    private long _count;
    private double _total;

    public void Add(double value)
    {
        lock (_gate)
        {
            _count++;
            _total = kind == InstrumentKind.Gauge ? value : _total + value; // a gauge says where it stands
            if (kind != InstrumentKind.Histogram)
                return;
            var at = Array.BinarySearch(Ends, value);
            at = at < 0 ? ~at : at;
            if (at < _buckets.Length)
                _buckets[at]++;
        }
    }

    public SumValue Read()
    {
        lock (_gate)
            return new(_count, _total, [.. _buckets]);
    }
}

/// <summary>A series as it stands: observations, their sum (or where a gauge stands), and how many fell into each bucket.</summary>
internal sealed record SumValue(long Count, double Total, IReadOnlyList<long> Buckets);
