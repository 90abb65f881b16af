namespace LiveView.Cloud.EventHubs;

/// <summary>Where events go: to the partition of a key, to one partition, or, with neither, to one that the service picks.</summary>
public class SendEventOptions
{
    /// <summary>Events of one key go to one partition and stay in order. At most 128 characters.</summary>
    public string? PartitionKey { get; set; }

    /// <summary>A partition, "0" to the count less one.</summary>
    public string? PartitionId { get; set; }
}
