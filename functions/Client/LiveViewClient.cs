using System.Net.WebSockets;
using LiveView.Core.Topics;

namespace LiveView.Client;

/// <summary>
/// Follows live tiers: nothing committed is lost, nothing is shown twice or out of order, and what is no longer kept is said.
/// <code>
///   SubscribeAsync ─▶ Keeper (a tier: Follower + questions) ◀── updates ── Lane (a connection for up to 50 tiers) ◀── Web PubSub
///                       └── catch up from a position ──▶ GET api/tiers/…      └── POST api/negotiate, again before the leave expires
/// </code>
/// </summary>
/// <remarks>
/// It joins first, then catches up, while what arrives is held. A gap, another history, a wrong hash, a cut or a silence is a question to
/// the catch-up route, so is a minute without an update; without a connection that route is polled. Whatever goes wrong is tried again, with
/// full jitter up to 30 s, or when Retry-After says. Any thread may call; disposed, it leaves no socket, timer or task.
/// </remarks>
public sealed class LiveViewClient : IAsyncDisposable
{
    private const string Subprotocol = "json.webpubsub.azure.v1";

    private readonly LiveViewClientOptions _options;
    private readonly SocketsHttpHandler? _own;
    private readonly HttpMessageInvoker _invoker;
    private readonly HttpClient _http;
    private readonly Doors _doors;
    private readonly Lock _gate = new();
    private readonly Dictionary<Keeper, Lane> _kept = [];
    private readonly List<Lane> _lanes = [];
    private int _opened;
    private bool _disposed;

    /// <summary>A client that does nothing yet.</summary>
    public LiveViewClient(LiveViewClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _own = options.Handler is null ? new() { PooledConnectionLifetime = TimeSpan.FromMinutes(5) } : null;
        var handler = options.Handler ?? _own!; // one of them is there
        _invoker = new(handler, disposeHandler: false);
        // A deadline of our own for each call, by the options' clock.
        _http = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _doors = new(options, _http);
    }

    /// <summary>How many connections were opened so far.</summary>
    public int Connections
    {
        get
        {
            lock (_gate)
                return _opened + _lanes.Sum(static lane => lane.Opened);
        }
    }

    /// <summary>Follows a tier, such as <c>sports:nba.20261120.bos.lal/score</c>; returns when it is known what the server has.</summary>
    /// <param name="tier">The full name.</param>
    /// <param name="token">Gives up; as long as the server cannot be reached it is tried again.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="LiveViewRefusedException">The server will not have this tier followed.</exception>
    public async Task<Subscription> SubscribeAsync(string tier, CancellationToken token)
    {
        if (!Tier.TryParse(tier, out _))
            throw new ArgumentException($"'{tier}' is no tier: it reads feed:key/name.", nameof(tier));
        var keeper = Follow(tier);
        try
        {
            await keeper.KnownAsync(token);
            return new(keeper, LeaveAsync);
        }
        catch
        {
            await LeaveAsync(keeper);
            throw;
        }
    }

    /// <summary>Ends every subscription and connection.</summary>
    public async ValueTask DisposeAsync()
    {
        Keeper[] keepers;
        lock (_gate)
        {
            _disposed = true;
            keepers = [.. _kept.Keys];
        }

        foreach (var keeper in keepers)
            await LeaveAsync(keeper);
        _http.Dispose();
        _invoker.Dispose();
        _own?.Dispose();
    }

    private Keeper Follow(string tier)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var lane = _lanes.Find(lane => lane.Count < _options.TiersPerConnection);
            if (lane is null)
                _lanes.Add(lane = new(_options, _doors, _options.Connect ?? ConnectAsync));
            var keeper = new Keeper(tier, _options, _doors);
            _kept[keeper] = lane;
            lane.Add(keeper);
            return keeper;
        }
    }

    private async ValueTask LeaveAsync(Keeper keeper)
    {
        Lane? idle = null;
        lock (_gate)
        {
            if (!_kept.Remove(keeper, out var lane))
                return;
            lane.Remove(keeper);
            if (lane.Count == 0)
            {
                _lanes.Remove(lane);
                _opened += lane.Opened;
                idle = lane;
            }
        }

        await keeper.DisposeAsync();
        if (idle is not null)
            await idle.DisposeAsync();
    }

    private async Task<WebSocket> ConnectAsync(Uri url, CancellationToken token)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.AddSubProtocol(Subprotocol);
            socket.Options.KeepAliveInterval = TimeSpan.Zero; // the connection is asked for a sign of life that we see
            await socket.ConnectAsync(url, _invoker, token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
