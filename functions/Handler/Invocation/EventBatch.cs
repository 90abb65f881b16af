using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LiveView.Handler.Invocation;

/// <summary>A call by an Event Hub partition: events in order, which come again if we do not say that we took them.</summary>
/// <param name="Partition">The partition they come from.</param>
/// <param name="Events">In the order of the partition.</param>
internal sealed record EventBatch(string Partition, IReadOnlyList<HubEvent> Events)
{
    /// <summary>
    /// Reads the envelope of a trigger whose binding is named <c>events</c>, cardinality many, data type string. The host writes every
    /// array as JSON inside a JSON string, and times without a zone that are UTC.
    /// </summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static EventBatch Read(JsonElement envelope)
    {
        if (!envelope.TryGetProperty("Data", out var data) || !envelope.TryGetProperty("Metadata", out var metadata))
            throw new FormatException("The invocation has no Data or no Metadata.");
        using var bodies = Inner(data, "events");
        using var sequences = Inner(metadata, "SequenceNumberArray");
        using var times = Inner(metadata, "EnqueuedTimeUtcArray");
        var count = bodies.RootElement.GetArrayLength();
        if (sequences.RootElement.GetArrayLength() != count || times.RootElement.GetArrayLength() != count)
            throw new FormatException($"The invocation carries {count} events and other numbers of places.");
        if (!metadata.TryGetProperty("PartitionContext", out var context) || context.GetProperty("PartitionId").GetString() is not { } partition)
            throw new FormatException("The invocation does not name its partition.");
        var events = new HubEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = new(
                Encoding.UTF8.GetBytes(bodies.RootElement[i].GetString() ?? ""),
                sequences.RootElement[i].GetInt64(),
                Utc(times.RootElement[i].GetString()));
        }

        return new(partition, events);
    }

    private static JsonDocument Inner(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? JsonDocument.Parse(value.GetString() ?? "")
            : throw new FormatException($"The invocation has no {name} as a JSON string.");

    private static DateTimeOffset Utc(string? text) =>
        DateTimeOffset.Parse(text ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
