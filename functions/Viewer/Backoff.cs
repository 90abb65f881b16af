namespace LiveView.Viewer;

/// <summary>How long to wait before the next try: full jitter under a ceiling that doubles from 0.5 s to 30 s.</summary>
public static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(30);

    /// <summary>The wait before a try.</summary>
    /// <param name="failures">How many tries in a row have failed, from 1.</param>
    /// <param name="dice">A number in [0, 1).</param>
    /// <param name="asked">What the server asked for in Retry-After; it is never undercut.</param>
    public static TimeSpan After(int failures, double dice, TimeSpan? asked = null)
    {
        var ceiling = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 10));
        var wait = (ceiling < Ceiling ? ceiling : Ceiling) * dice;
        return asked > wait ? asked.Value : wait;
    }
}
