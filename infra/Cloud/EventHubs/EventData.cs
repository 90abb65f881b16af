namespace LiveView.Cloud.EventHubs;

/// <summary>One event. Its body travels as a JSON string, so it must be UTF-8 text.</summary>
/// <param name="eventBody">The body.</param>
public sealed class EventData(BinaryData eventBody)
{
    /// <summary>The property in which a consumer finds the key that the event was sent with.</summary>
    public const string PartitionKeyProperty = "PartitionKey";

    public EventData(string eventBody)
        : this(BinaryData.FromString(eventBody))
    {
    }

    public BinaryData EventBody { get; } = eventBody;

    /// <summary>What travels beside the body: string, bool, int, long or double.</summary>
    public IDictionary<string, object> Properties { get; } = new Dictionary<string, object>();
}
