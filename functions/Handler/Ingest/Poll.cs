using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Wire;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest.Providers;
using LiveView.Handler.Invocation;
using LiveView.Handler.Telemetry;

namespace LiveView.Handler.Ingest;

/// <summary>
/// Asks a provider for a target and puts what is new on the <c>raw</c> hub. The steps of one poll:
/// <code>
///   order ─▶ circuit, quota ─▶ begin: take the claim, number the run ─▶ fetch ─▶ split, drop what did not change ─▶ raw hub ─▶ target: ended
///               └─ closed: later                                          └─ refused, unavailable, unreadable: counted, kept, asked again later
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
    ProviderStates states,
    Illness illness,
    Handover handover,
    TimeProvider time,
    Chance chance,
    IngestMetrics metrics,
    ILogger<Poll> log)
{
    /// <summary>Orders that are run side by side: one provider that hangs does not hold up another.</summary>
    private const int Lanes = 8;

    /// <summary>For so long after its order nobody can have taken a run's place, however differently the clocks go.</summary>
    private static readonly TimeSpan Undoubted = Schedule.ClaimTime / 2;

    /// <summary>How long the play-by-play of a game is asked for: longer than any game, and shorter than until the next.</summary>
    private static readonly TimeSpan LeadTime = TimeSpan.FromHours(12);

    /// <summary>Runs the orders of a batch.</summary>
    public async Task RunAsync(EventBatch batch, CancellationToken token)
    {
        using var work = handover.Begin(token);
        ConcurrentQueue<PollOrder> waiting = new(Orders(batch)); // bounded by the batch
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(_ => RunAsync(waiting, work.Token, token)));
    }

    private async Task RunAsync(ConcurrentQueue<PollOrder> waiting, CancellationToken token, CancellationToken invoked)
    {
        while (waiting.TryDequeue(out var order))
            await RunAsync(order, token, invoked);
    }

    // A stop cuts a poll off wherever it is: its target goes back, whether the run had begun or not.
    private async Task RunAsync(PollOrder order, CancellationToken token, CancellationToken invoked)
    {
        if (await targets.FindAsync(order.Target, invoked) is not { } held || held.Claim != order.Claim
            || providers.Find(held.Provider) is not { } provider)
        {
            metrics.Skipped("claim");
            return;
        }

        try
        {
            token.ThrowIfCancellationRequested();
            var due = held;
            var settings = providers.Settings(provider);
            var entry = await states.EnterAsync(provider.Name, settings.CallsPerMinute, token);
            if (entry is Entry.Closed closed)
                await WaitAsync(due, closed, token);
            else if (entry is Entry.Open { Passage: var passage } && await targets.ReplaceAsync(Begun(due), token) is { } target)
            {
                metrics.Polls.Take(target.Key, time.GetUtcNow(), time.GetUtcNow());
                await RunAsync(held = target, order.Due, memories.Recall(due), provider, passage, token);
            }
            else
                metrics.Skipped("claim");
        }
        catch (OperationCanceledException) when (handover.IsStopping)
        {
            await handover.ReleaseAsync(held);
        }
        finally
        {
            metrics.Polls.Done(held.Key);
        }
    }

    private async Task RunAsync(Target target, DateTimeOffset ordered, PollMemory? memory, Provider provider, Passage passage, CancellationToken token)
    {
        var settings = providers.Settings(provider);
        var ill = await illness.OfAsync(target, token);
        memory = memory?.Ill == string.Join(',', ill) ? memory : null;
        using var span = Traces.Begin("poll");
        span?.SetTag("target", target.Key);
        var started = time.GetTimestamp();
        var address = new Uri(settings.BaseAddress!, provider.Path(target.Name, time.GetUtcNow())); // the settings are validated
        var fetched = await client.Through(passage).GetAsync(address, settings.UserAgent, memory?.ETag, settings.MaxBytes, token);
        metrics.Asked(target, fetched, passage.Tries, time.GetElapsedTime(started));
        var next = fetched switch
        {
            Fetched.Answered when await IsOvertakenAsync(target, ordered, token) => Succeeded(target, ordered), // it sends nothing, nor does its row take this
            Fetched.Answered answer => await TakeAsync(target, ordered, answer, memory, ill, token),
            Fetched.NotModified => Succeeded(target, ordered),
            Fetched.Refused refused => Failed(target, $"http_{refused.Status}", Longer(PollInterval.AfterRefusal(refused.RetryAfter), provider.AfterRefusal(refused.Status))),
            Fetched.Unavailable gone => Failed(target, gone.Reason, Longer(PollInterval.AfterFailure(target.Failures + 1, chance.Roll()), gone.RetryAfter ?? default)),
            _ => throw new NotSupportedException($"No such outcome: {fetched.GetType().Name}."),
        };
        if (await targets.ReplaceAsync(next with { Ended = target.Turn }, token) is null)
            metrics.Skipped("overtaken");
        await states.LeaveAsync(passage, next.Trouble is null, IsUnwelcome(fetched) ? next.Next - time.GetUtcNow() : null, token);
    }

    // A later run may have begun while this one slept, and have asked before it: then what this one heard is newer than the later one's, which has
    // the last word. Who looks after he has asked and finds no later run knows that every later run asks after him.
    private async Task<bool> IsOvertakenAsync(Target target, DateTimeOffset ordered, CancellationToken token) =>
        time.GetUtcNow() - ordered >= Undoubted && (await targets.FindAsync(target.Key, token))?.Turn != target.Turn;

    private async Task WaitAsync(Target due, Entry.Closed closed, CancellationToken token)
    {
        metrics.Skipped(closed.Reason);
        await targets.ReplaceAsync(due with { Claim = null, Next = closed.Until }, token);
    }

    private IEnumerable<PollOrder> Orders(EventBatch batch)
    {
        foreach (var item in batch.Events)
        {
            if (JsonSerializer.Deserialize(item.Body.Span, IngestJson.Default.PollOrder) is not { } order)
                continue;
            if (time.GetUtcNow() - order.Due >= Schedule.ClaimTime)
                metrics.Skipped("late");
            else
                yield return order;
        }
    }

    // 403 and 429 are about us, not about what we asked for: nothing else is asked of the provider either.
    private static bool IsUnwelcome(Fetched fetched) => fetched is Fetched.Refused { Status: 403 or 429 };

    private async Task<Target> TakeAsync(
        Target target, DateTimeOffset ordered, Fetched.Answered answer, PollMemory? memory, IReadOnlyList<string> ill, CancellationToken token)
    {
        var feed = feeds.GetValueOrDefault(target.Feed) ?? throw new InvalidOperationException($"No feed is named {target.Feed}.");
        var split = Splitting.Of(feed, new(target.Provider, target.Name, answer.Body, time.GetUtcNow()), memory?.Split);
        foreach (var refusal in split.Refusals)
            await RefuseAsync(target, refusal, token);
        List<HubMessage> messages = [];
        foreach (var raw in split.Raws)
        {
            var message = RawJson.Write(raw with { Turn = target.Turn, Ill = ill, Trace = Activity.Current?.Id });
            if (message.Length > HubSender.MaxBytes)
                await RefuseAsync(target, new(Rejection.TooLarge, $"A Raw of {message.Length} bytes does not fit the hub.", raw.Body), token);
            else
                messages.Add(new(raw.Topic.ToString(), message));
        }

        await raws.SendAsync(messages, token);
        metrics.Split(target, messages.Count, split.Unchanged);
        if (split.IsRefused) // what was remembered before still holds
            return Failed(target, "unreadable", PollInterval.AfterFailure(target.Failures + 1, chance.Roll()));
        var sent = target with { Sent = target.Turn };
        if (split.Memory is null)
            return Failed(sent, "unreadable", PollInterval.AfterFailure(target.Failures + 1, chance.Roll()));
        foreach (var lead in split.Leads)
            await targets.AddAsync(new() { Feed = target.Feed, Provider = target.Provider, Name = lead, Next = time.GetUtcNow(), Until = time.GetUtcNow() + LeadTime }, token);
        memories.Keep(target.Key, new(target.Turn, split.Memory, split.Again ? null : answer.ETag, string.Join(',', ill)));
        return Succeeded(sent with { Phase = split.Phase, Start = split.NextStart, Day = split.NextDay }, ordered);
    }

    private async Task RefuseAsync(Target target, Refusal refusal, CancellationToken token)
    {
        Log.Refused(log, target.Key, refusal.Reason, refusal.Bytes.Length, refusal.Detail);
        metrics.Refused(target.Provider, refusal.Reason);
        await deadLetters.KeepAsync(target.Key, refusal, token);
    }

    private Target Begun(Target due) => due with { Claim = null, Turn = Math.Max(due.Turn + 1, time.GetUtcNow().ToUnixTimeMilliseconds()) };

    // Intervals run from order to order: from the end of a poll they would always miss the tick that they are meant for.
    private Target Succeeded(Target target, DateTimeOffset ordered) =>
        target with { Next = time.GetUtcNow(), Asked = ordered, Roll = chance.Roll(), Failures = 0, Trouble = null };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private Target Failed(Target target, string trouble, TimeSpan wait)
    {
        var failures = target.Failures + 1;
        if (failures < PollInterval.Patience)
            Log.Failed(log, target.Key, trouble, failures, wait.TotalSeconds);
        else
        {
            wait = Longer(wait, PollInterval.Longest);
            Log.Quarantined(log, target.Key, trouble, failures, wait.TotalSeconds);
        }

        return target with { Next = time.GetUtcNow() + wait, Failures = failures, Trouble = trouble };
    }

    private static partial class Log
    {
        [LoggerMessage(1002, LogLevel.Warning, "{Target} did not succeed ({Trouble}), {Failures} times in a row; next in {Wait} s.")]
        public static partial void Failed(ILogger logger, string target, string trouble, int failures, double wait);

        [LoggerMessage(1003, LogLevel.Warning, "{Target} sent what was not taken ({Reason}, {Bytes} bytes, kept): {Detail}")]
        public static partial void Refused(ILogger logger, string target, Rejection reason, int bytes, string detail);

        [LoggerMessage(1004, LogLevel.Warning, "{Target} is quarantined ({Trouble}, {Failures} times in a row); it is looked at again in {Wait} s.")]
        public static partial void Quarantined(ILogger logger, string target, string trouble, int failures, double wait);
    }
}
