using System.Text.Json;
using LiveView.Handler.Ingest.Providers;
using LiveView.Handler.Invocation;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest;

/// <summary>
/// Decides which targets are due and claims each by its row: no leader, so nothing to release and nobody to wait for when an
/// instance dies. A claim runs out by itself after the longest poll.
/// <code>
///   interest ─▶ none: nothing is read, nothing is asked
///            └▶ targets, providers ─▶ due? (pure) ─▶ claim by ETag ─▶ polls hub ─ failed ─▶ claims go back
/// </code>
/// </summary>
internal sealed partial class Schedule(
    TargetStore targets,
    InterestStore interests,
    ProviderStates states,
    [FromKeyedServices(Hubs.Polls)] HubSender polls,
    ProviderCatalog providers,
    Handover handover,
    IOptionsMonitor<InterestOptions> options,
    TimeProvider time,
    Chance chance,
    IngestMetrics metrics,
    ILogger<Schedule> log)
{
    /// <summary>Longer than a poll may take with all its retries, 4 tries of 5 s; with a tick, less than the 30 s in which a crash is to be healed.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(25);

    /// <summary>How long the timer does nothing after it failed: what is broken is not made better by being asked every second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private bool _seeded;
    private DateTimeOffset _pausedUntil;

    /// <summary>Claims what is due and orders the polls. A tick that fails is counted, and said to the host, and the next but one is as good as any.</summary>
    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        if (time.GetUtcNow() < _pausedUntil)
            return;
        var succeeded = false;
        try
        {
            await OrderAsync(token);
            succeeded = true;
        }
        finally
        {
            if (!succeeded)
            {
                _pausedUntil = time.GetUtcNow() + Pause;
                metrics.TickFailed();
            }
        }
    }

    /// <summary>Claims what is due at this moment and orders the polls; whoever comes in between two ticks may do it too.</summary>
    public async Task OrderAsync(CancellationToken token)
    {
        using var work = handover.Begin(token);
        await SeedAsync(work.Token);
        var now = time.GetUtcNow();
        var demands = new Demands(await interests.ReadAsync(work.Token), options.CurrentValue.Owed(), now);
        if (demands.IsEmpty)
            return;
        List<Target> claimed = [];
        var ordered = false;
        try
        {
            var known = await states.ReadAsync(work.Token);
            var all = await targets.ReadAsync(work.Token);
            _seeded = all.Count > 0; // a storage that forgot everything forgot these too
            metrics.Looked(known, Silence.Of(all, demands), now);
            foreach (var target in all)
            {
                if (target.Until < now)
                {
                    await targets.RemoveAsync(target, work.Token);
                    continue;
                }

                if (!IsDue(target, demands, known, now))
                    continue;
                var claim = target with { Claim = chance.NewId(), Next = now + ClaimTime };
                if (await targets.ReplaceAsync(claim, work.Token) is { } mine)
                    claimed.Add(mine);
            }

            work.Token.ThrowIfCancellationRequested();
            await polls.SendAsync(claimed.Select(claim => Order(new(claim.Key, claim.Claim ?? "", now))), work.Token);
            ordered = true;
        }
        finally
        {
            if (!ordered) // what was claimed and may not have been ordered; an order that did go out finds its claim gone
                await Task.WhenAll(claimed.Select(handover.ReleaseAsync));
        }

        if (claimed.Count > 0)
            Log.Ordered(log, claimed.Count);
    }

    private bool IsDue(Target target, Demands demands, IReadOnlyDictionary<string, ProviderState> known, DateTimeOffset now)
    {
        if (providers.Find(target.Provider) is not { } provider)
            return false;
        var state = known.GetValueOrDefault(target.Provider) ?? new() { Name = target.Provider };
        return Timetable.Due(target, demands.Of(target), state, providers.Settings(provider), now) <= now;
    }

    // Once a process, and where there are none: a target of the settings that has no row yet has never been asked.
    private async Task SeedAsync(CancellationToken token)
    {
        if (_seeded)
            return;
        foreach (var target in providers.Targets(time.GetUtcNow()))
            await targets.AddAsync(target, token);
        _seeded = true;
    }

    private static HubMessage Order(PollOrder order) =>
        new(order.Target, JsonSerializer.SerializeToUtf8Bytes(order, IngestJson.Default.PollOrder));

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Debug, "{Count} polls ordered.")]
        public static partial void Ordered(ILogger logger, int count);
    }
}
