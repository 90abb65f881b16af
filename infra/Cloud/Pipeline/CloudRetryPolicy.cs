using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Cloud.Pipeline;

/// <summary>
/// Azure.Core's retries, with two promises more: a service that nobody could reach is one <see cref="RequestFailedException"/> like
/// every other failure, and a wish to come back much later goes to the caller, who knows what can wait, instead of holding the call.
/// </summary>
internal sealed class CloudRetryPolicy(DelayStrategy delay, int maxRetries = CloudRetryPolicy.MaxRetries) : RetryPolicy(maxRetries, delay)
{
    public const int MaxRetries = 3;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await base.ProcessAsync(message, pipeline);
        }
        catch (Exception reason) when (IsUnreachable(reason) && !message.CancellationToken.IsCancellationRequested)
        {
            var last = reason is AggregateException { InnerExceptions: [.., var end] } ? end : reason;
            throw new RequestFailedException(0, $"{message.Request.Uri.Host} did not answer: {last.Message}", CloudErrorCode.Unreachable, reason);
        }
    }

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        !AsksForLater(message, exception) && await base.ShouldRetryAsync(message, exception);

    private static bool IsUnreachable(Exception reason) =>
        reason is AggregateException or OperationCanceledException or RequestFailedException { Status: 0 } or IOException;

    private static bool AsksForLater(HttpMessage message, Exception? exception) =>
        exception is null && message.HasResponse
        && message.Response.Headers.TryGetValue("Retry-After", out var later)
        && int.TryParse(later, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds > LongestWait.TotalSeconds;
}
