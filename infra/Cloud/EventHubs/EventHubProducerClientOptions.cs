using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.EventHubs;

/// <summary>Options of an <see cref="EventHubProducerClient"/>.</summary>
public sealed class EventHubProducerClientOptions : CloudOptions
{
    /// <summary>Partitions of the hub. Keys are spread over them, so all producers must say the same, and a change moves keys.</summary>
    public int PartitionCount { get; set; } = 4;

    /// <summary>Most bytes of a request. The service takes 1,048,576 at Standard and above, 262,144 at Basic, and counts its own envelope too.</summary>
    public long MaximumSizeInBytes { get; set; } = 1_000_000;

    /// <summary>Where to send over HTTP when the Endpoint of the connection string is not that place; null derives it.</summary>
    public Uri? SendAddress { get; set; }
}
