using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveView.Client;
using LiveView.Core.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Journey.Tests;

/// <summary>
/// A viewer of one tier on <see cref="LiveViewClient"/> that writes down everything it is shown, and proves each state by its hash once
/// more. What would break the promise is a fault in <see cref="Faults"/>.
/// </summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly LiveViewClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<Position> _shown = [];
    private readonly Dictionary<long, string> _hashes = [];
    private readonly List<string> _entries = [];
    private readonly List<string> _faults = [];
    private readonly Task _watching;
    private string _hash = StateHash.Origin;
    private volatile Subscription? _subscription;

    private Watcher(LiveViewClientOptions options, string tier)
    {
        (Tier, _client) = (tier, new(options));
        _watching = WatchAsync();
    }

    public static Watcher Start(Uri address, string tier) => Start(new LiveViewClientOptions { Server = address }, tier);

    public static Watcher Start(LiveViewClientOptions options, string tier) => new(options, tier);

    public string Tier { get; }

    public Position? Position => Locked(() => _shown is [.., var last] ? last : (Position?)null);

    public string Hash => Locked(() => _hash);

    public IReadOnlyList<long> Shown => Locked<IReadOnlyList<long>>(() => [.. _shown.Select(static position => position.Offset)]);

    /// <summary>What was shown at each offset.</summary>
    public IReadOnlyDictionary<long, string> Hashes => Locked(() => _hashes.ToDictionary());

    public IReadOnlyList<string> Entries => Locked<IReadOnlyList<string>>(() => [.. _entries]);

    public IReadOnlyList<string> Faults => Locked<IReadOnlyList<string>>(() => [.. _faults]);

    /// <summary>The document that is shown; empty of a log, and before the first.</summary>
    public string Document => _subscription is { } subscription ? Encoding.UTF8.GetString(subscription.Document.Span) : "";

    public Health Health => _subscription?.Health ?? Health.Recovering;

    /// <summary>How often it had to connect.</summary>
    public int Connections => _client.Connections;

    /// <summary>It shows what the server has now, when asked; both may move.</summary>
    public async Task<bool> AgreesAsync(HttpClient http, CancellationToken token)
    {
        using var answer = await http.GetAsync(new Uri($"api/tiers/{Tier}", UriKind.Relative), token);
        if (!answer.IsSuccessStatusCode)
            return false;
        var state = (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("state");
        return state.GetProperty("offset").GetInt64() == Position?.Offset && state.GetProperty("hash").GetString() == Hash;
    }

    /// <summary>The offset that the server has now.</summary>
    public async Task<long> ServerAsync(HttpClient http, CancellationToken token) =>
        (await http.GetFromJsonAsync<JsonElement>($"api/tiers/{Tier}", token)).GetProperty("state").GetProperty("offset").GetInt64();

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
        _subscription = await _client.SubscribeAsync(Tier, _stop.Token);
        await foreach (var change in _subscription.WithCancellation(_stop.Token))
        {
            lock (_gate)
                Note(change);
        }
    }

    private void Note(Viewer.Change change)
    {
        var isFirst = _shown.Count == 0;
        if (change.Missing is { } missing)
            _faults.Add($"A gap was declared: {missing}.");
        if (!isFirst && !change.Whole && change.Position.Offset != _shown[^1].Offset + 1)
            _faults.Add($"{change.Position} was shown after {_shown[^1]}.");
        if (change.Entries.Count == 0)
            _hash = StateHash.Of(change.Document.Span);
        else
            _hash = change.Whole ? change.Hash : change.Entries.Aggregate(_hash, static (hash, entry) => StateHash.Chain(hash, entry.Span));
        if (_hash != change.Hash)
            _faults.Add($"{change.Position} hashes to {_hash}, not {change.Hash}.");
        if (change.Whole)
            _entries.Clear();
        _entries.AddRange(change.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Span)));
        _shown.Add(change.Position);
        _hashes[change.Position.Offset] = change.Hash;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
