using LiveView.Client;
using LiveView.Viewer;

namespace LiveView.Testing.Watching;

/// <summary>Follows one tier with the viewer in C# and hands on every change, from its making until it is disposed.</summary>
public sealed class Following : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private volatile Subscription? _subscription;

    /// <summary>Follows at once.</summary>
    /// <param name="options">How.</param>
    /// <param name="tier">What.</param>
    /// <param name="note">Is given each change, one at a time.</param>
    public Following(LiveViewClientOptions options, string tier, Action<Change> note)
    {
        Client = new(options);
        _watching = WatchAsync(tier, note);
    }

    /// <summary>The viewer.</summary>
    public LiveViewClient Client { get; }

    /// <summary>What it subscribed to; null until it is known what the server has.</summary>
    public Subscription? Subscription => _subscription;

    /// <summary>It may not have what it asked for.</summary>
    public bool IsRefused { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Client.DisposeAsync();
#pragma warning disable VSTHRD003 // our own loop, begun by the constructor
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _stop.Dispose();
    }

    private async Task WatchAsync(string tier, Action<Change> note)
    {
        try
        {
            _subscription = await Client.SubscribeAsync(tier, _stop.Token);
            await foreach (var change in _subscription.WithCancellation(_stop.Token))
                note(change);
        }
        catch (LiveViewRefusedException)
        {
            IsRefused = true;
        }
    }
}
