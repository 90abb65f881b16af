using System.Text.RegularExpressions;
using Azure;
using Azure.Core;

namespace LiveView.Cloud.Pipeline;

/// <summary>How long to wait before the next try. The base class adds the jitter, and never waits less than Retry-After.</summary>
internal sealed partial class CloudDelay() : DelayStrategy(TimeSpan.FromSeconds(10), JitterFactor)
{
    private const double JitterFactor = 0.2;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    // A quarter more than asked for, so that the jitter (20 % down at most) never makes it less.
    private static readonly TimeSpan Throttled = TimeSpan.FromSeconds(4) / (1 - JitterFactor);

    protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) =>
        IsThrottled(response) ? Throttled : First * Math.Pow(2, retryNumber - 1);

    private static bool IsThrottled(Response? response) =>
        response is { Status: >= 400, ContentStream: MemoryStream } && WaitFourSeconds.IsMatch(response.Content.ToString());

    // Event Hubs: "The request was terminated because the entity is being throttled. Error code : 50002. Please wait 4 seconds and try again."
    [GeneratedRegex(@"\b50002\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WaitFourSeconds { get; }
}
