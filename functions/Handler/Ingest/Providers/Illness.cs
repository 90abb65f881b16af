namespace LiveView.Handler.Ingest.Providers;

/// <summary>
/// Which other providers of a target's league are not well at the moment: their last poll of it failed, or has not come back. A fold is
/// told, because it knows no clock and sees nothing of who is silent.
/// </summary>
internal sealed class Illness(TargetStore targets, ProviderCatalog providers, TimeProvider time)
{
    /// <summary>A poll that has been on its way for so long is not waited for: the first of its tries has failed.</summary>
    public static readonly TimeSpan Silence = ProviderResilience.TryTimeout;

    /// <summary>The names of the ill, in order.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Target target, CancellationToken token)
    {
        List<string> ill = [];
        foreach (var rival in providers.Rivals(target))
        {
            if (await targets.FindAsync(rival, token) is { } row && IsIll(row))
                ill.Add(row.Provider);
        }

        ill.Sort(StringComparer.Ordinal);
        return ill;
    }

    // A run's number is the time when it began, in milliseconds.
    private bool IsIll(Target row) =>
        row.Trouble is not null || (row.Turn != row.Ended && time.GetUtcNow().ToUnixTimeMilliseconds() - row.Turn >= Silence.TotalMilliseconds);
}
