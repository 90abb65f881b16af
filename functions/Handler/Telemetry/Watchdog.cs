using System.Diagnostics.Metrics;
using LiveView.Handler.Deliver;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.Patients.Discretion;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// Looks every few seconds whether anything waits longer than it should: a Raw that is not folded, an update that is not published, a poll
/// that hangs, a provider that is silent. It barks once when it begins and says once when it is over; it bites nobody.
/// </summary>
internal sealed partial class Watchdog : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly (string What, InHand Things, TimeSpan Bound)[] _watched;
    private readonly HashSet<string> _late = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly ILogger<Watchdog> _log;

    public Watchdog(IngestMetrics ingest, FoldMetrics fold, DeliverMetrics deliver, IMeterFactory meters, TimeProvider time, ILogger<Watchdog> log)
    {
        (_time, _log) = (time, log);
        _watched =
        [
            ("raw", fold.Raws, TimeSpan.FromSeconds(10)), // docs/runbooks/fold-lag.md
            ("update", deliver.Owed, TimeSpan.FromMinutes(2)), // Sweep has had its turn
            ("poll", ingest.Polls, Schedule.ClaimTime), // longer than a poll may take
            ("provider", ingest.Silences, Silence.After),
        ];
        var meter = meters.Create(Names.Meter);
        meter.CreateObservableGauge("liveview.oldest", Ages, "s", "How long the oldest waits: of the Raws to be folded, updates to be published, polls under way, watched providers to be heard.");
        meter.CreateObservableGauge("liveview.outbox", () => deliver.Owed.Count(time.GetUtcNow()), "{update}", "Updates that are committed and that this instance could not publish yet.");
        meter.CreateObservableGauge("liveview.queue.length", Lengths, "{item}", "How many of them this instance has in hand.");
    }

    /// <summary>The oldest of each kind, where there is one.</summary>
    public IReadOnlyList<Concern> Look()
    {
        var now = _time.GetUtcNow();
        List<Concern> concerns = [];
        foreach (var (what, things, bound) in _watched)
        {
            if (things.Oldest(now) is var (about, age))
                concerns.Add(new(what, Discreet.Text(about), Math.Round(age.TotalSeconds, 3), age > bound));
        }

        return concerns;
    }

    /// <summary>Looks once, and says what has changed since it looked last.</summary>
    public void Patrol()
    {
        var late = Look().Where(static concern => concern.IsLate).ToDictionary(static concern => concern.What, StringComparer.Ordinal);
        ThreadPool.GetMaxThreads(out var most, out _);
        if (ProcessMetrics.IsCrowded(ThreadPool.ThreadCount, most))
            late["threads"] = new("threads", "pool", ThreadPool.ThreadCount, true);
        foreach (var (what, concern) in late)
        {
            if (_late.Add(what))
                Log.Late(_log, what, concern.About, concern.Seconds);
        }

        foreach (var what in _late.Where(what => !late.ContainsKey(what)).ToArray())
        {
            _late.Remove(what);
            Log.Over(_log, what);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var every = new PeriodicTimer(Interval, _time);
        while (await every.WaitForNextTickAsync(stoppingToken))
            Patrol();
    }

    private IEnumerable<Measurement<double>> Ages() => _watched.Select(watched =>
        new Measurement<double>(Math.Max(0, watched.Things.Oldest(_time.GetUtcNow())?.Age.TotalSeconds ?? 0), Of(watched.What)));

    private IEnumerable<Measurement<long>> Lengths() => _watched.Select(watched => new Measurement<long>(watched.Things.Count(_time.GetUtcNow()), Of(watched.What)));

    private static KeyValuePair<string, object?> Of(string what) => new("of", what);

    private static partial class Log
    {
        [LoggerMessage(7010, LogLevel.Warning, "The oldest {What} waits too long: {About}, {Waited}.")]
        public static partial void Late(ILogger logger, string what, string about, double waited);

        [LoggerMessage(7011, LogLevel.Information, "No {What} waits too long any more.")]
        public static partial void Over(ILogger logger, string what);
    }
}

/// <summary>What waits longest of its kind.</summary>
/// <param name="What">The kind.</param>
/// <param name="About">Which one.</param>
/// <param name="Seconds">How long it has waited.</param>
/// <param name="IsLate">Whether that is too long.</param>
internal sealed record Concern(string What, string About, double Seconds, bool IsLate);
