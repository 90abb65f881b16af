using Azure;
using Azure.Core;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Tests;

/// <summary>The real delays, written down instead of waited for.</summary>
internal sealed class SkippedDelay() : DelayStrategy(TimeSpan.Zero, 0)
{
    private readonly CloudDelay _real = new();

    public List<TimeSpan> Delays { get; } = [];

    protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber)
    {
        Delays.Add(_real.GetNextDelay(response, retryNumber));
        return TimeSpan.Zero;
    }
}
