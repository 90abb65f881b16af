namespace LiveView.Local.Providers;

/// <summary>
/// What the provider changes without anything having happened: odds, prices of tickets, statistics. It makes nearly every poll differ
/// in bytes while nothing that a viewer sees did.
/// </summary>
internal static class Jitter
{
    /// <summary>The same for a match for ever: 0 to <paramref name="below"/> − 1.</summary>
    public static int Steady(Match match, int what, int below) => (int)(Chance.Share(Of(match), what) * below);

    /// <summary>Another one every second: 0 to <paramref name="below"/> − 1.</summary>
    public static int Second(MatchState match, int what, int below) =>
        (int)(Chance.Share(Of(match.Match), what, match.Instant.ToUnixTimeSeconds()) * below);

    /// <summary>Grows while the match goes on, from 0 to about <paramref name="final"/>.</summary>
    public static int Growing(MatchState match, int what, int final)
    {
        if (!match.HasStarted)
            return 0;
        var share = Math.Clamp(match.Elapsed / match.Match.Script.Length, 0, 1);
        return (int)(share * final * (0.6 + 0.8 * Chance.Share(Of(match.Match), what)));
    }

    private static long Of(Match match) => long.Parse(match.Id, System.Globalization.CultureInfo.InvariantCulture);
}
