using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>Several viewers of an evening, and what must hold for all of them.</summary>
internal sealed class Audience : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly RunningLocal _local;
    private readonly List<Watcher> _watchers = [];

    private Audience(RunningLocal local) => _local = local;

    public IReadOnlyList<Watcher> Watchers => _watchers;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Viewers of three scores and two logs that are live now.</summary>
    public static async Task<Audience> OfAnEveningAsync(RunningLocal local)
    {
        var audience = new Audience(local);
        foreach (var tier in await local.LiveTiersAsync("score", 3, Token))
            audience.Add(tier);
        foreach (var tier in await local.LiveTiersAsync("events", 2, Token))
            audience.Add(tier);
        await audience.MoveOnAsync(3);
        return audience;
    }

    /// <summary>Several viewers of one tier.</summary>
    public static async Task<Audience> OfAsync(RunningLocal local, string tier, int count)
    {
        var audience = new Audience(local);
        for (var i = 0; i < count; i++)
            audience.Add(tier);
        await audience.MoveOnAsync(count);
        return audience;
    }

    /// <summary>More updates reach them, whichever: a match may pause or end while it is watched.</summary>
    public async Task MoveOnAsync(int updates)
    {
        var goal = Seen() + updates;
        try
        {
            await Eventually.Until($"viewers see {updates} more updates", () => Seen() >= goal, Token, Patience);
        }
        catch (TimeoutException late)
        {
            var shown = _watchers.Select(static watcher => $"{watcher.Tier} shows {watcher.Shown.Count}, is {watcher.Health} at {watcher.Position}");
            throw new TimeoutException($"{late.Message} {Seen()} of {goal}: {string.Join("; ", shown)}.", late);
        }
    }

    /// <summary>Nothing was lost, shown twice or out of order, or wrong, and everybody ends with what the server has.</summary>
    public async Task KeepsThePromiseAsync()
    {
        foreach (var watcher in _watchers)
        {
            await Eventually.Until($"{watcher.Tier} shows what the server has", () => watcher.AgreesAsync(_local.Http, Token), Token, Patience);
            Assert.Empty(watcher.Faults);
            Assert.Equal(Enumerable.Range(0, watcher.Shown.Count).Select(i => watcher.Shown[0] + i), watcher.Shown);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in _watchers)
            await watcher.DisposeAsync();
    }

    private void Add(string tier) => _watchers.Add(Watcher.Start(_local.Board, tier));

    private int Seen() => _watchers.Sum(static watcher => watcher.Shown.Count);
}
