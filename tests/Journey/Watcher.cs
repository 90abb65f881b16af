using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LiveView.Client;
using LiveView.Core.Topics;
using LiveView.Testing.Watching;

namespace LiveView.Journey.Tests;

/// <summary>
/// A viewer of one tier on <see cref="LiveViewClient"/> that writes down everything it is shown, and proves each state by its hash once
/// more. What would break the promise is a fault in <see cref="Faults"/>.
/// </summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly Following _following;
    private readonly Proof _proof = new();
    private readonly Lock _gate = new();
    private readonly List<long> _shown = [];
    private readonly Dictionary<long, string> _hashes = [];
    private readonly List<string> _entries = [];
    private readonly List<string> _faults = [];

    private Watcher(LiveViewClientOptions options, string tier) => (Tier, _following) = (tier, new(options, tier, Note));

    public static Watcher Start(Uri address, string tier) => Start(new LiveViewClientOptions { Server = address }, tier);

    public static Watcher Start(LiveViewClientOptions options, string tier) => new(options, tier);

    public string Tier { get; }

    public Position? Position => Locked(() => _proof.Position);

    public string Hash => Locked(() => _proof.Hash);

    /// <summary>The offsets that were shown, in this order.</summary>
    public IReadOnlyList<long> Shown => Locked<IReadOnlyList<long>>(() => [.. _shown]);

    /// <summary>What was shown at each offset.</summary>
    public IReadOnlyDictionary<long, string> Hashes => Locked(() => _hashes.ToDictionary());

    public IReadOnlyList<string> Entries => Locked<IReadOnlyList<string>>(() => [.. _entries]);

    public IReadOnlyList<string> Faults => Locked<IReadOnlyList<string>>(() => [.. _faults]);

    /// <summary>The document that is shown; empty of a log, and before the first.</summary>
    public string Document => _following.Subscription is { } subscription ? Encoding.UTF8.GetString(subscription.Document.Span) : "";

    public Health Health => _following.Subscription?.Health ?? Health.Recovering;

    /// <summary>How often it had to connect.</summary>
    public int Connections => _following.Client.Connections;

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

    public ValueTask DisposeAsync() => _following.DisposeAsync();

    private void Note(Viewer.Change change)
    {
        lock (_gate)
        {
            _faults.AddRange(_proof.Take(change));
            if (change.Whole)
                _entries.Clear();
            _entries.AddRange(change.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Span)));
            _shown.Add(change.Position.Offset);
            _hashes[change.Position.Offset] = change.Hash;
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
