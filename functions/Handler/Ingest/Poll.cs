using System.Collections.Frozen;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Wire;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest.Providers;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Ingest;

/// <summary>
/// Asks a provider for a target and puts what is new on the <c>raw</c> hub. The steps of one poll:
/// <code>
///   order ─▶ begin: take the claim, number the run ─▶ fetch ─▶ split, drop what did not change ─▶ raw hub ─▶ target: ended, next
///                                                       └─ refused, unavailable, unreadable: counted, kept, asked again later
/// </code>
/// </summary>
internal sealed partial class Poll(
    FrozenDictionary<string, IFeed> feeds,
    TargetStore targets,
    ProviderClient client,
    PollMemories memories,
    [FromKeyedServices(Hubs.Raw)] HubSender raws,
    DeadLetters deadLetters,
    ProviderCatalog providers,
    TimeProvider time,
    Chance chance,
    IngestMetrics metrics,
    ILogger<Poll> log)
{
    /// <summary>Runs the orders of a batch, one after the other: they are few, and a partition holds few targets.</summary>
    public async Task RunAsync(EventBatch batch, CancellationToken token)
    {
        foreach (var item in batch.Events)
        {
            if (JsonSerializer.Deserialize(item.Body.Span, IngestJson.Default.PollOrder) is not { } order)
                continue;
            if (time.GetUtcNow() - order.Due >= Schedule.ClaimTime)
                metrics.Skipped("late");
            else
                await RunAsync(order, token);
        }
    }

    private async Task RunAsync(PollOrder order, CancellationToken token)
    {
        if (await targets.FindAsync(order.Target, token) is not { } due || due.Claim != order.Claim
            || providers.Find(due.Provider) is not { } provider || await targets.ReplaceAsync(Begun(due), token) is not { } target)
        {
            metrics.Skipped("claim");
            return;
        }

        var settings = providers.Settings(provider);
        var started = time.GetTimestamp();
        var memory = memories.Recall(due);
        var address = new Uri(settings.BaseAddress!, provider.Path(target.Name, time.GetUtcNow())); // the settings are validated
        var fetched = await client.GetAsync(address, settings.UserAgent, memory?.ETag, settings.MaxBytes, token);
        metrics.Asked(target, fetched, time.GetElapsedTime(started));
        var next = fetched switch
        {
            Fetched.Answered answer => await TakeAsync(target, answer, memory, settings, token),
            Fetched.NotModified => Succeeded(target, target.Phase, null, settings),
            Fetched.Refused refused => Failed(target, $"http_{refused.Status}", Longer(PollInterval.AfterRefusal(refused.RetryAfter), provider.AfterRefusal(refused.Status))),
            Fetched.Unavailable gone => Failed(target, gone.Reason, PollInterval.AfterFailure(target.Failures + 1, chance.Roll())),
            _ => throw new NotSupportedException($"No such outcome: {fetched.GetType().Name}."),
        };
        if (await targets.ReplaceAsync(next with { Ended = target.Turn }, token) is null)
            metrics.Skipped("overtaken");
    }

    private async Task<Target> TakeAsync(Target target, Fetched.Answered answer, PollMemory? memory, ProviderOptions settings, CancellationToken token)
    {
        var feed = feeds.GetValueOrDefault(target.Feed) ?? throw new InvalidOperationException($"No feed is named {target.Feed}.");
        var split = feed.Split(new(target.Provider, target.Name, answer.Body, time.GetUtcNow()), memory?.Split);
        foreach (var refusal in split.Refusals)
            await RefuseAsync(target, refusal, token);
        List<HubMessage> messages = [];
        foreach (var raw in split.Raws)
        {
            var message = RawJson.Write(raw with { Turn = target.Turn, Trace = System.Diagnostics.Activity.Current?.Id });
            if (message.Length > HubSender.MaxBytes)
                await RefuseAsync(target, new(Rejection.TooLarge, $"A Raw of {message.Length} bytes does not fit the hub.", raw.Body), token);
            else
                messages.Add(new(raw.Topic.ToString(), message));
        }

        await raws.SendAsync(messages, token);
        metrics.Split(target, messages.Count, split.Unchanged);
        var sent = target with { Sent = target.Turn };
        if (split.Memory is null) // nothing could be read: the provider answered, and said nothing
            return Failed(sent, "unreadable", PollInterval.AfterFailure(target.Failures + 1, chance.Roll()));
        memories.Keep(target.Key, new(target.Turn, split.Memory, answer.ETag));
        return Succeeded(sent, split.Phase, split.NextStart - time.GetUtcNow(), settings);
    }

    private async Task RefuseAsync(Target target, Refusal refusal, CancellationToken token)
    {
        Log.Refused(log, target.Key, refusal.Reason, refusal.Bytes.Length, refusal.Detail);
        metrics.Refused(target, refusal.Reason);
        await deadLetters.KeepAsync(target.Key, refusal, token);
    }

    private Target Begun(Target due) => due with { Claim = null, Turn = Math.Max(due.Turn + 1, time.GetUtcNow().ToUnixTimeMilliseconds()) };

    private Target Succeeded(Target target, Phase? phase, TimeSpan? untilStart, ProviderOptions settings) => target with
    {
        Next = time.GetUtcNow() + Within(settings, PollInterval.After(phase, untilStart, chance.Roll())),
        Phase = phase,
        Failures = 0,
        Trouble = null,
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Within(ProviderOptions settings, TimeSpan wait)
    {
        var (shortest, longest) = (TimeSpan.FromSeconds(settings.ShortestSeconds), TimeSpan.FromSeconds(settings.LongestSeconds));
        var polite = Longer(wait, shortest);
        return polite < longest ? polite : longest;
    }

    private Target Failed(Target target, string trouble, TimeSpan wait)
    {
        Log.Failed(log, target.Key, trouble, target.Failures + 1, wait.TotalSeconds);
        return target with { Next = time.GetUtcNow() + wait, Failures = target.Failures + 1, Trouble = trouble };
    }

    private static partial class Log
    {
        [LoggerMessage(1002, LogLevel.Warning, "{Target} did not succeed ({Trouble}), {Failures} times in a row; next in {Wait} s.")]
        public static partial void Failed(ILogger logger, string target, string trouble, int failures, double wait);

        [LoggerMessage(1003, LogLevel.Warning, "{Target} sent what was not taken ({Reason}, {Bytes} bytes, kept): {Detail}")]
        public static partial void Refused(ILogger logger, string target, Rejection reason, int bytes, string detail);
    }
}
