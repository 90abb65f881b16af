using System.Text.Json;
using LiveView.Handler.Ingest.Providers;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Ingest;

/// <summary>
/// Decides which targets are due and claims each by its row: no leader, so nothing to release and nobody to wait for when an
/// instance dies. A claim runs out by itself after the longest poll.
/// </summary>
internal sealed partial class Schedule(
    TargetStore targets,
    [FromKeyedServices(Hubs.Polls)] HubSender polls,
    ProviderCatalog providers,
    TimeProvider time,
    Chance chance,
    ILogger<Schedule> log)
{
    /// <summary>Longer than a poll may take with all its retries: 4 tries of 5 s.</summary>
    public static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(30);

    private bool _seeded;

    /// <summary>Claims what is due and orders the polls.</summary>
    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        await SeedAsync(token);
        var now = time.GetUtcNow();
        List<HubMessage> orders = [];
        foreach (var target in await targets.ReadAsync(token))
        {
            if (target.Next > now)
                continue;
            var claim = target with { Claim = chance.NewId(), Next = now + ClaimTime };
            if (await targets.ReplaceAsync(claim, token) is not null)
                orders.Add(Order(new(claim.Key, claim.Claim, now)));
        }

        if (orders.Count == 0)
            return;
        await polls.SendAsync(orders, token);
        Log.Ordered(log, orders.Count);
    }

    // Once a process: a target of the settings that has no row yet is due at once.
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
