using System.Net.WebSockets;
using LiveView.Viewer;

namespace LiveView.Client;

/// <summary>
/// Keeps one connection open for a set of tiers: negotiate, connect, and again before the leave expires, when a tier is added or when the
/// connection is lost. The next one has joined before the one before is closed, and both feed the same followers, which take every update once.
/// </summary>
internal sealed class Lane : IAsyncDisposable
{
    /// <summary>A connection that lasted this long was a good one: the next failure is a first one.</summary>
    private static readonly TimeSpan GoodAfter = TimeSpan.FromSeconds(10);

    /// <summary>A leave that is over when it comes, by whatever clock is wrong, is no reason to ask without end.</summary>
    private static readonly TimeSpan SoonestRenewal = TimeSpan.FromSeconds(1);

    private readonly LiveViewClientOptions _options;
    private readonly Doors _doors;
    private readonly Func<Uri, CancellationToken, Task<WebSocket>> _connect;
    private readonly Bell _bell;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Keeper> _asked = []; // for whom it was negotiated last, granted or not
    private readonly Leaving _leaving = new();
    private readonly Task _running;
    private volatile Keeper[] _keepers = []; // written anew within the gate, read without
    private volatile Link? _link;
    private long _renewAt;
    private long _notBefore;
    private int _failures;

    public Lane(LiveViewClientOptions options, Doors doors, Func<Uri, CancellationToken, Task<WebSocket>> connect)
    {
        (_options, _doors, _connect, _bell) = (options, doors, connect, new(options.Time));
        _notBefore = Now;
        _running = RunAsync();
    }

    /// <summary>How many tiers it carries.</summary>
    public int Count => _keepers.Length;

    /// <summary>How many connections it opened.</summary>
    public int Opened { get; private set; }

    /// <summary>When the connection last gave a sign of life, as a timestamp.</summary>
    public long Heard => _link?.Heard ?? 0;

    private long Now => _options.Time.GetTimestamp();

    public void Add(Keeper keeper)
    {
        lock (_gate)
        {
            _keepers = [.. _keepers, keeper];
            if (_link is { IsGone: false } link && link.Tiers.Contains(keeper.Tier))
                Join(keeper, isContinuous: false); // somebody else follows it already
        }

        _bell.Ring();
    }

    public void Remove(Keeper keeper)
    {
        lock (_gate)
        {
            _keepers = [.. _keepers.Where(kept => kept != keeper)];
            _asked.Remove(keeper);
        }

        _bell.Ring();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // our own loop, begun by the constructor
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        if (_link is { } current)
            _leaving.Hear(current, Now);
        foreach (var link in _leaving.Take(long.MaxValue))
            await link.DisposeAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await DismissAsync();
            if (NextOpening() is not { } at || at > Now)
                await _bell.WaitAsync(Until(at: NextOpening()), _stop.Token);
            else
                await TryAsync();
        }
    }

    /// <summary>When the next connection is due; null while none is needed.</summary>
    private long? NextOpening()
    {
        lock (_gate)
        {
            if (Wanted() is not { Length: > 0 } wanted)
                return null;
            var isNeeded = _link is null || !_asked.IsSupersetOf(wanted);
            return isNeeded ? _notBefore : Math.Max(_renewAt, _notBefore);
        }
    }

    private Keeper[] Wanted() => [.. _keepers.Where(static keeper => !keeper.IsRefused)];

    private void Join(Keeper keeper, bool isContinuous)
    {
        _asked.Add(keeper);
        keeper.Joined(this, isContinuous);
    }

    private TimeSpan Until(long? at)
    {
        if ((_leaving.Next is { } next ? Math.Min(next, at ?? long.MaxValue) : at) is not { } due)
            return Timeout.InfiniteTimeSpan;
        // Rounded up to what a timer can do, or it would ring too early and again.
        return _options.Time.GetElapsedTime(Now, due) is { Ticks: > 0 } wait ? TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)) : TimeSpan.Zero;
    }

    private async Task TryAsync()
    {
        try
        {
            await OpenAsync();
        }
#pragma warning disable CA1031 // the loop must survive whatever goes wrong on the way, a bearer or a handler of the application included
        catch (Exception fault) when (!_stop.IsCancellationRequested)
#pragma warning restore CA1031
        {
            _options.Report(fault);
            Wait((fault as LiveViewRefusedException)?.RetryAfter);
        }
    }

    private async Task OpenAsync()
    {
        Keeper[] wanted;
        lock (_gate)
            wanted = Wanted();
        var grant = await NegotiateAsync([.. wanted.Select(static keeper => keeper.Tier).Distinct(StringComparer.Ordinal)]);
        var next = await Link.OpenAsync(grant, _options, _connect, Take, Ended, _stop.Token);
        var before = _link;
        lock (_gate)
        {
            _asked.Clear();
            _asked.UnionWith(wanted.Intersect(_keepers)); // who came meanwhile was not asked for, and who left is forgotten
            // Somewhere in the last third of its life, so that those who came together do not renew together.
            var renew = grant.Life * (0.7 + (0.2 * _options.Dice()));
            _renewAt = After(renew > SoonestRenewal ? renew : SoonestRenewal);
            _link = next;
            Opened++;
            if (before is not null)
            {
                before.Prove();
                _leaving.Hear(before, After(_options.Linger));
            }

            foreach (var keeper in _keepers)
            {
                if (grant.Tiers.Contains(keeper.Tier))
                    Join(keeper, isContinuous: before is { IsGone: false } && before.Tiers.Contains(keeper.Tier));
                else if (_asked.Contains(keeper))
                    keeper.Lost(); // refused, and the connection that still brings it is leaving
            }
        }

        if (next.IsGone)
            Ended(next, null); // before it was ours to hear of it
    }

    /// <summary>
    /// One tier that is refused must not keep the others from being followed: the server names whom it refuses, and the others are asked for
    /// once more. Who was followed already is asked for again with the next connection.
    /// </summary>
    private async Task<Grant> NegotiateAsync(string[] tiers)
    {
        try
        {
            return await _doors.NegotiateAsync(tiers, _stop.Token);
        }
        catch (LiveViewRefusedException refused) when (refused.IsFinal)
        {
            string[] others = [.. tiers.Except(refused.Tiers, StringComparer.Ordinal)];
            foreach (var tier in tiers.Length == 1 ? tiers : tiers.Except(others, StringComparer.Ordinal))
                Refuse(tier, refused);
            if (others.Length == 0 || others.Length == tiers.Length)
                throw; // it is about who asks, and not about one tier
            return await _doors.NegotiateAsync(others, _stop.Token);
        }
    }

    private void Refuse(string tier, LiveViewRefusedException refusal)
    {
        foreach (var keeper in _keepers.Where(keeper => keeper.Tier == tier))
            keeper.Refuse(refusal);
    }

    private void Take(ViewerUpdate update)
    {
        foreach (var keeper in _keepers)
            keeper.Take(update);
    }

    /// <summary>A connection ended by itself. One that was only being heard out may have had something to say yet.</summary>
    private void Ended(Link link, Exception? why)
    {
        if (why is not null)
            _options.Report(why);
        lock (_gate)
        {
            var isCurrent = link == _link;
            if (!isCurrent && !_leaving.Contains(link))
                return;
            _leaving.Hear(link, Now);
            if (!isCurrent)
            {
                Doubt(link);
            }
            else
            {
                foreach (var keeper in Of(link))
                    keeper.Lost();
                _link = null;
                if (_options.Time.GetElapsedTime(link.Opened) > GoodAfter)
                    _failures = 0;
                Wait(null);
            }
        }

        _bell.Ring();
    }

    private IEnumerable<Keeper> Of(Link link) => _keepers.Where(keeper => link.Tiers.Contains(keeper.Tier));

    /// <summary>Something that was on its way over a connection that leaves may be missing.</summary>
    private void Doubt(Link link)
    {
        foreach (var keeper in Of(link))
            keeper.Doubt();
    }

    private void Wait(TimeSpan? asked)
    {
        lock (_gate)
        {
            var wait = Backoff.After(++_failures, _options.Dice());
            // Those who were all told the same second are spread as well.
            _notBefore = After(asked is { } told ? told + TimeSpan.FromSeconds(_options.Dice()) : wait);
        }
    }

    /// <summary>Lets go of connections that are gone, heard out, or of no use any more.</summary>
    private async Task DismissAsync()
    {
        IReadOnlyList<Link> done;
        lock (_gate)
        {
            if (_keepers.Length == 0 && _link is { } idle)
            {
                _leaving.Hear(idle, Now);
                _link = null;
                _asked.Clear();
            }

            done = _leaving.Take(Now);
            foreach (var one in done.Where(static one => one is { IsGone: false, IsProven: false }))
                Doubt(one); // it may have been half open when the next one joined
        }

        foreach (var one in done)
            await one.DisposeAsync();
    }

    private long After(TimeSpan wait) => Now + (long)(wait.TotalSeconds * _options.Time.TimestampFrequency);
}
