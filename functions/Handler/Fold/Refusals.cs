using LiveView.Core.Feeds;

namespace LiveView.Handler.Fold;

/// <summary>What the fold does not take: said, counted, and kept with its bytes.</summary>
internal sealed partial class Refusals(DeadLetters deadLetters, FoldMetrics metrics, ILogger<Refusals> log)
{
    /// <summary>Keeps a refusal; when it returns, the bytes are safe.</summary>
    public async Task KeepAsync(string origin, Refusal refusal, CancellationToken token)
    {
        Log.Refused(log, origin, refusal.Reason, refusal.Bytes.Length, refusal.Detail);
        metrics.Rejected(refusal.Reason);
        await deadLetters.KeepAsync(origin, refusal, token);
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "A Raw of {Origin} was not taken ({Reason}, {Bytes} bytes, kept): {Detail}")]
        public static partial void Refused(ILogger logger, string origin, Rejection reason, int bytes, string detail);
    }
}
