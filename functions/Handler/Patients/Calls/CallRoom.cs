using LiveView.Core.Topics;
using LiveView.Feeds.Patients;
using LiveView.Handler.Patients.Audit;
using LiveView.Handler.State;

namespace LiveView.Handler.Patients.Calls;

/// <summary>
/// Makes the calls of a patient: opens what the log asks for, and posts what is due. A call is claimed before it is posted and marked after it was
/// taken, so it is made at least once, by whichever instance, and by two only if one died in between.
/// </summary>
internal sealed partial class CallRoom(
    CallBook book, CallLine line, Assessor assessor, AuditChain audit, TopicStore store, CallMetrics metrics, TimeProvider time, ILogger<CallRoom> log)
{
    /// <summary>Longer than a post and an assessment may take: who claimed a call and died is followed after this.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>Reads on in the log of a patient, and makes what is due.</summary>
    public async Task RunAsync(Topic topic, CancellationToken token)
    {
        if (await store.LoadAsync(topic, token) is { Head.Tiers: var tiers } && tiers.TryGetValue(PatientsFeed.AlertsTier, out var alerts))
            metrics.Opened(await book.OpenAsync(topic, alerts, token));
        await MakeAsync(topic, token);
    }

    /// <summary>Makes whatever is due of all patients.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        await foreach (var (topic, version) in book.WaitingAsync(token))
        {
            if (await MakeAsync(topic, token))
                await book.SettledAsync(topic, version, token);
        }
    }

    /// <summary>Makes what is due.</summary>
    /// <returns>Whether nothing is left.</returns>
    private async Task<bool> MakeAsync(Topic topic, CancellationToken token)
    {
        var isSettled = true;
        await foreach (var (call, version) in book.UnsettledAsync(topic, token))
            isSettled &= call.State == CallState.Suppressed ? await DropAsync(topic, call, version, token) : await MakeAsync(topic, call, version, token);
        return isSettled;
    }

    private async Task<bool> MakeAsync(Topic topic, Call call, Azure.ETag version, CancellationToken token)
    {
        var now = time.GetUtcNow();
        if (!line.IsThere || call.Next > now)
            return false;
        var claimed = call with { Tries = call.Tries + 1, Next = now + Claim };
        if (await book.ReplaceAsync(topic, claimed, version, token) is not { } mine)
            return false; // somebody else makes it
        var assessment = await assessor.AssessAsync(topic, token);
        if (!await line.PostAsync(topic, call, assessment, token))
        {
            var rest = TimeSpan.FromSeconds(Math.Min(LongestRest.TotalSeconds, 1 << Math.Min(claimed.Tries, 6)));
            await book.ReplaceAsync(topic, claimed with { Next = now + rest }, mine, token);
            metrics.Failed();
            Log.NotTaken(log, claimed.Tries);
            return false;
        }

        await book.ReplaceAsync(topic, claimed with { State = CallState.Made }, mine, token);
        metrics.Made(assessment.Mode);
        return true;
    }

    private async Task<bool> DropAsync(Topic topic, Call call, Azure.ETag version, CancellationToken token)
    {
        await audit.AppendAsync(new("ward", $"call {call.Key} suppressed", topic.ToString(), $"{call.Rule} {call.Event}: too many calls", "denied"), token);
        metrics.Suppressed();
        return await book.ReplaceAsync(topic, call with { State = CallState.Dropped }, version, token) is not null;
    }

    private static partial class Log
    {
        [LoggerMessage(7520, LogLevel.Warning, "An emergency call was not taken by the webhook, try {Tries}; it is tried again.")]
        public static partial void NotTaken(ILogger logger, int tries);
    }
}
