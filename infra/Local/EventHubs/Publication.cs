using System.Text;
using System.Text.Json;

namespace LiveView.Local.EventHubs;

/// <summary>Reads the two content types of the send API: one opaque event, or a JSON batch.</summary>
internal static class Publication
{
    private const string Batch = "application/vnd.microsoft.servicebus.json";

    /// <summary>Headers that belong to HTTP or the service; any other one is a user property of a single event.</summary>
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "BrokerProperties", "Connection", "Content-Encoding", "Content-Length",
        "Content-Type", "Date", "Expect", "Host", "Keep-Alive", "traceparent", "Tracestate", "Transfer-Encoding", "User-Agent", "Request-Id",
    };

    /// <summary>The events of one publication: at least one, all of one partition key.</summary>
    /// <exception cref="SendRefusedException">400: the body or the broker properties are not what the content type promises.</exception>
    public static IReadOnlyList<EventData> Read(IHeaderDictionary headers, string? contentType, ReadOnlyMemory<byte> body)
    {
        try
        {
            return contentType?.StartsWith(Batch, StringComparison.OrdinalIgnoreCase) == true ? ReadBatch(body) : [ReadSingle(headers, body)];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new SendRefusedException(400, $"The publication is malformed: {fault.Message}");
        }
    }

    private static EventData ReadSingle(IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        string? key = null;
        if (headers.TryGetValue("BrokerProperties", out var broker))
        {
            using var document = JsonDocument.Parse(broker.ToString());
            key = PartitionKey(document.RootElement);
        }
        var properties = headers.Where(header => !Own.Contains(header.Key) && !header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => Unquoted(header.Value.ToString()));
        return new(body, key, JsonSerializer.Serialize(properties));
    }

    private static List<EventData> ReadBatch(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        List<EventData> events = [.. document.RootElement.EnumerateArray().Select(ReadEntry)];
        if (events.Count == 0)
            throw new FormatException("The batch is empty.");
        if (events.Select(one => one.PartitionKey).Distinct().Count() > 1)
            throw new FormatException("The events of a batch must share one partition key.");
        return events;
    }

    private static EventData ReadEntry(JsonElement entry)
    {
        var text = entry.GetProperty("Body").GetString() ?? throw new FormatException("Body must be a string.");
        var binary = entry.TryGetProperty("IsBodyBase64", out var flag) && flag.GetBoolean();
        var key = entry.TryGetProperty("BrokerProperties", out var broker) ? PartitionKey(broker) : null;
        var properties = entry.TryGetProperty("UserProperties", out var user) ? user : default;
        if (properties.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Object))
            throw new FormatException("UserProperties must be an object.");
        return new(
            binary ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text), key,
            properties.ValueKind == JsonValueKind.Object ? properties.GetRawText() : "{}");
    }

    private static string? PartitionKey(JsonElement broker)
    {
        var key = broker.TryGetProperty("PartitionKey", out var value) ? value.GetString() : null;
        // 128 characters: the service's own bound.
        return key is null or { Length: <= 128 } ? key : throw new FormatException("PartitionKey is longer than 128 characters.");
    }

    /// <summary>The gateway writes a text property as a quoted string; both forms are met.</summary>
    private static string Unquoted(string value) => value is ['"', .., '"'] and { Length: > 1 } ? value[1..^1] : value;
}
