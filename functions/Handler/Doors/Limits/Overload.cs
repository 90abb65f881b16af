using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.Fold;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Limits;

/// <summary>
/// The breaker of the house: while Raws wait too long to be folded nobody new is admitted, and whoever asks is told when to come again. Those who
/// are connected stay. Instances that fold say so in a row, for those that admit may be others:
/// <code>
///   fold behind ─▶ row: until when, how long to wait ─▶ negotiate: 503, Retry-After ─▶ not said again: open after one <see cref="Holds"/>
/// </code>
/// </summary>
internal sealed partial class Overload(
    [FromKeyedServices(StateTables.Limits)] TableClient table, FoldMetrics fold, IOptionsMonitor<LimitOptions> options, TimeProvider time, ILogger<Overload> log) : BackgroundService
{
    /// <summary>How long the word of an instance counts.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromSeconds(30);

    private const string Partition = "overload";
    private const string Row = "fold";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    // One read for all who ask within an interval; that two look at once harms nobody.
    private (DateTimeOffset Looked, DateTimeOffset Until, TimeSpan Wait) _known;
    private bool _isBehind;

    /// <summary>How long somebody who wants in should wait; null when the door is open. A store that does not answer closes nothing.</summary>
    public async ValueTask<TimeSpan?> WaitAsync(CancellationToken token)
    {
        if (options.CurrentValue.OverloadSeconds == 0)
            return null;
        var now = time.GetUtcNow();
        if (now - _known.Looked >= Interval)
        {
            try
            {
                var row = await table.GetEntityIfExistsAsync(Partition, Row, select: null, token);
                _known = row.HasValue && row.Value is { } said
                    ? (now, said.GetDateTimeOffset("Until") ?? default, TimeSpan.FromSeconds(said.GetDouble("Wait") ?? 1))
                    : (now, default, default);
            }
            catch (RequestFailedException)
            {
                return null;
            }
        }

        return now < _known.Until ? _known.Wait : null;
    }

    /// <summary>What was read is read again.</summary>
    public void Forget() => _known = default;

    /// <summary>Looks whether this instance is behind, and says so while it is: once it began, until half of the bound is left.</summary>
    public async Task LookAsync(CancellationToken token)
    {
        var (bound, now) = (TimeSpan.FromSeconds(options.CurrentValue.OverloadSeconds), time.GetUtcNow());
        var lag = fold.Raws.Oldest(now)?.Age ?? TimeSpan.Zero;
        var isBehind = bound > TimeSpan.Zero && lag > (_isBehind ? bound / 2 : bound);
        if (isBehind != _isBehind)
            Log.Turned(log, isBehind ? "closed" : "open", lag.TotalSeconds);
        _isBehind = isBehind;
        if (!isBehind)
            return; // the last word runs out; another instance may be behind
        var wait = lag < Longest ? lag : Longest; // what took so long to gather takes so long to be done, as far as anybody knows
        await table.UpsertEntityAsync(new(Partition, Row) { ["Until"] = now + Holds, ["Wait"] = wait.TotalSeconds }, TableUpdateMode.Replace, token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var every = new PeriodicTimer(Interval, time);
        while (await every.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is RequestFailedException or TaskCanceledException && !stoppingToken.IsCancellationRequested)
            {
                Log.Unsaid(log, failure);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7140, LogLevel.Warning, "The door for new viewers is {State}: the oldest Raw has waited {Seconds} s.")]
        public static partial void Turned(ILogger logger, string state, double seconds);

        [LoggerMessage(7141, LogLevel.Warning, "That the fold is behind could not be written down.")]
        public static partial void Unsaid(ILogger logger, Exception failure);
    }
}
