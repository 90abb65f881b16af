using Azure.Core;

namespace LiveView.Cloud.Pipeline;

/// <summary>
/// What every client here keeps to, unless a caller sets otherwise: 5 s a try, then 3 retries after 100, 200 and 400 ms (each ± 20 %),
/// or after as long as the service asks for in Retry-After.
/// </summary>
public abstract class CloudOptions : ClientOptions
{
    private protected CloudOptions()
    {
        Transport = CloudTransport.Shared;
        RetryPolicy = new CloudRetryPolicy(new CloudDelay());
        Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
        Diagnostics.IsLoggingContentEnabled = false;
    }

    /// <summary>The clock that signatures and tokens are dated by.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;
}
