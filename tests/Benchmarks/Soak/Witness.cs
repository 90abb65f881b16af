using LiveView.Client;
using LiveView.Core.Canonical;
using LiveView.Core.Topics;
using LiveView.Viewer;

namespace LiveView.Benchmarks.Soak;

/// <summary>A viewer of one tier that counts what it is shown and whatever would break the promise, and remembers no more than the last.</summary>
internal sealed class Witness : IAsyncDisposable
{
    private readonly LiveViewClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private Position? _last;
    private string _hash = StateHash.Origin;

    private Witness(Uri server, string tier)
    {
        (Tier, _client) = (tier, new(new() { Server = server }));
        _watching = WatchAsync();
    }

    public static Witness Of(Uri server, string tier) => new(server, tier);

    public string Tier { get; }

    public long Changes { get; private set; }

    public long Faults { get; private set; }

    public int Connections => _client.Connections;

    /// <summary>Whether this is what is shown.</summary>
    public bool Shows(long offset, string hash) => _last?.Offset == offset && _hash == hash;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisposeAsync();
#pragma warning disable VSTHRD003 // our own loop, begun by the constructor
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            await using var subscription = await _client.SubscribeAsync(Tier, _stop.Token);
            await foreach (var change in subscription.WithCancellation(_stop.Token))
                Note(change);
        }
        catch (LiveViewRefusedException)
        {
            Faults++; // whoever comes here may have what he asks for
        }
    }

    private void Note(Change change)
    {
        Changes++;
        var inOrder = _last is not { } last || change.Whole || change.Position.Offset == last.Offset + 1;
        _hash = change switch
        {
            { Entries.Count: 0 } => StateHash.Of(change.Document.Span),
            { Whole: true } => change.Hash,
            _ => change.Entries.Aggregate(_hash, static (hash, entry) => StateHash.Chain(hash, entry.Span)),
        };
        if (!inOrder || change.Missing is not null || _hash != change.Hash)
            Faults++;
        _last = change.Position;
    }
}
