using System.Globalization;
using System.Text;
using LiveView.Local.EventHubs;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace LiveView.Local.Host;

/// <summary>Puts events into an envelope, as the Event Hubs extension binds them.</summary>
internal static class EventEnvelope
{
    private static readonly JsonSerializerSettings TextAsIs = new() { DateParseHandling = DateParseHandling.None };

    /// <summary>Binds a batch: the metadata as arrays, in step with the events.</summary>
    /// <exception cref="JsonException">The trigger has no <c>dataType</c> and a body is not JSON: binding fails, before the handler is called.</exception>
    public static Envelope Batch(Envelope envelope, EventHubTrigger trigger, string partition, IReadOnlyList<StoredEvent> events) => envelope
        .Data(trigger.Name, Bodies(trigger.Type, events))
        .Metadata("SystemPropertiesArray", events.Select(System).ToArray())
        .Metadata("PropertiesArray", events.Select(User).ToArray())
        .Metadata("EnqueuedTimeUtcArray", events.Select(Enqueued).ToArray())
        .Metadata("SequenceNumberArray", events.Select(one => one.SequenceNumber).ToArray())
        .Metadata("OffsetArray", events.Select(Offset).ToArray())
        .Metadata("PartitionKeyArray", events.Select(one => one.Data.PartitionKey).ToArray())
        .Metadata("PartitionContext", Context(trigger, partition));

    public static Envelope Single(Envelope envelope, EventHubTrigger trigger, string partition, StoredEvent one) => envelope
        .Data(trigger.Name, trigger.Many ? Bodies(trigger.Type, [one]) : Body(trigger.Type, one))
        .Metadata("SystemProperties", System(one))
        .Metadata("Properties", User(one))
        .Metadata("EnqueuedTimeUtc", Enqueued(one))
        .Metadata("SequenceNumber", one.SequenceNumber)
        .Metadata("Offset", Offset(one))
        .Metadata("PartitionKey", one.Data.PartitionKey)
        .Metadata("PartitionContext", Context(trigger, partition));

    private static object?[] Bodies(BodyType type, IReadOnlyList<StoredEvent> events) => type switch
    {
        BodyType.String => events.Select(Text).ToArray(),
        BodyType.Binary => events.Select(one => one.Data.Body.ToArray()).ToArray(),
        BodyType.Json => events.Select(one => JsonConvert.DeserializeObject(Text(one))).ToArray(),
    };

    private static object Body(BodyType type, StoredEvent one) => type is BodyType.Binary ? one.Data.Body.ToArray() : Text(one);

    private static string Text(StoredEvent one) => Encoding.UTF8.GetString(one.Data.Body.Span);

    private static string Offset(StoredEvent one) => one.Offset.ToString(CultureInfo.InvariantCulture);

    /// <summary>Without a zone, as the extension loses it.</summary>
    private static DateTime Enqueued(StoredEvent one) => one.EnqueuedTime.DateTime;

    private static JObject User(StoredEvent one) => JsonConvert.DeserializeObject<JObject>(one.Data.Properties, TextAsIs) ?? [];

    private static JObject System(StoredEvent one) => new()
    {
        ["SequenceNumber"] = one.SequenceNumber,
        ["Offset"] = Offset(one),
        ["PartitionKey"] = one.Data.PartitionKey,
        ["EnqueuedTimeUtc"] = Enqueued(one),
    };

    private static object Context(EventHubTrigger trigger, string partition) => new
    {
        IsCheckpointingAfterInvocation = true,
        FullyQualifiedNamespace = trigger.Namespace,
        EventHubName = trigger.Hub,
        trigger.ConsumerGroup,
        PartitionId = partition,
    };
}
