using System.Diagnostics;
using System.Numerics;

namespace LiveView.Benchmarks.FanOut;

/// <summary>How many messages arrived and how late, counted by any thread.</summary>
internal sealed class Arrivals
{
    // Each power of two in 32 steps: 3 % is fine enough.
    private const int Steps = 32;
    private const int StepBits = 5;

    private readonly long[] histogram = new long[64 * Steps];
    private long count;

    public long Count => Interlocked.Read(ref count);

    /// <param name="sent">The time in the message, in ns of the monotonic clock, which all processes share.</param>
    public void Add(long sent)
    {
        var late = Math.Max(1, Stopwatch.GetTimestamp() - sent);
        var power = BitOperations.Log2((ulong)late);
        var index = power < StepBits ? late : ((power - StepBits + 1) * Steps) + ((late >> (power - StepBits)) & (Steps - 1));
        Interlocked.Increment(ref histogram[index]);
        Interlocked.Increment(ref count);
    }

    public void Forget() => Array.Clear(histogram);

    /// <summary>Milliseconds that this share of the messages took at most.</summary>
    public double Percentile(double share)
    {
        var wanted = share * histogram.Sum();
        long seen = 0;
        for (var i = 0; i < histogram.Length; i++)
        {
            seen += histogram[i];
            if (seen > 0 && seen >= wanted) return ValueOf(i) / 1e6;
        }

        return 0;
    }

    private static double ValueOf(int index) => index < 2 * Steps ? index : (double)((Steps + (long)(index % Steps)) << ((index / Steps) - 1));
}
