namespace LiveView.Connector.Sockets;

/// <summary>How long to wait before the next try: anything from nothing to twice as much as before, so that many do not come back at once.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The wait after so many failures in a row, from 1.</summary>
    /// <param name="failures">Failures in a row.</param>
    /// <param name="roll">A number in [0, 1).</param>
    public static TimeSpan After(int failures, double roll) =>
        roll * TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Clamp(failures - 1, 0, 10)));
}
