using System.Globalization;

namespace LiveView.Benchmarks.FanOut;

/// <summary>Every connection is an open file, on both sides. Each process raises its own limit to the hard one; more is the user's to allow.</summary>
internal static class FileLimit
{
    // What a server and a load client have open besides.
    private const int Spare = 512;

    /// <summary>What is to be done when so many clients are more than the limit allows; null when they are not.</summary>
    public static string? Fault(int clients)
    {
        var line = File.ReadLines("/proc/self/limits").First(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];
        if (!long.TryParse(hard, CultureInfo.InvariantCulture, out var limit) || limit >= clients + Spare) return null;
        return $"{clients} clients need {clients + Spare} open files and the hard limit is {limit}: raise it with 'ulimit -Hn' as root, or take fewer with --clients.";
    }
}
