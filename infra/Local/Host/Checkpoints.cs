using System.Globalization;
using LiveView.Local.EventHubs;

namespace LiveView.Local.Host;

/// <summary>
/// How far each partition has been handed out, in the layout of the official event processors: empty blobs
/// <c>{namespace}/{hub}/{group}/checkpoint/{partition}</c>, lower case, with the position as metadata. Ownership blobs are left
/// out: this host is the only reader.
/// </summary>
internal sealed class Checkpoints(BlobStore blobs)
{
    public const string Container = "azure-webjobs-eventhub";

    /// <summary>The sequence number of the last event handed out, or null if there is no checkpoint yet.</summary>
    public async Task<long?> ReadAsync(EventHubTrigger trigger, string partition, CancellationToken token)
    {
        var metadata = await blobs.GetMetadataAsync(Path(trigger, partition), token);
        return metadata?.TryGetValue("sequencenumber", out var text) == true && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public Task WriteAsync(EventHubTrigger trigger, string partition, StoredEvent last, CancellationToken token) =>
        blobs.PutMetadataAsync(Path(trigger, partition), new Dictionary<string, string>
        {
            ["offset"] = last.Offset.ToString(CultureInfo.InvariantCulture),
            ["sequencenumber"] = last.SequenceNumber.ToString(CultureInfo.InvariantCulture),
        }, token);

    internal static string Path(EventHubTrigger trigger, string partition) =>
        $"{Container}/{$"{trigger.Namespace}/{trigger.Hub}/{trigger.ConsumerGroup}/checkpoint/{partition}".ToLowerInvariant()}";
}
