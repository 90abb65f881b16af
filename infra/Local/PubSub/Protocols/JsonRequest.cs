using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveView.Local.PubSub;

/// <summary>Reads a client's JSON message. The fields come in any order, so all are noted first and judged when the type is known.</summary>
internal static partial class JsonRequest
{
    private const int MaxGroup = 1024;

    public static Request Read(ReadOnlyMemory<byte> message)
    {
        var fields = JsonFields.Read(message);
        return fields.Type?.ToUpperInvariant() switch
        {
            "JOINGROUP" => new Request.JoinGroup(Group(fields)) { AckId = fields.AckId },
            "LEAVEGROUP" => new Request.LeaveGroup(Group(fields)) { AckId = fields.AckId },
            "SENDTOGROUP" when fields.StreamId is not null => new Request.StartStream(Group(fields), fields.NoEcho, fields.StreamId, fields.IdleTimeout),
            "SENDTOGROUP" => new Request.SendToGroup(Group(fields), fields.NoEcho, fields.Payload(message))
            {
                AckId = fields.AckId,
                TimeToLive = TimeToLive(fields),
                Metadata = fields.Metadata,
            },
            "EVENT" => new Request.Event(EventName(fields), fields.Payload(message)) { AckId = fields.AckId, Metadata = fields.Metadata },
            "PING" => new Request.Ping(),
            "SEQUENCEACK" => new Request.SequenceAck(fields.SequenceId ?? throw new JsonException("sequenceId is missing.")),
            "INVOKE" => new Request.Invoke(Required(fields.InvocationId), EventName(fields), fields.Payload(message)),
            "CANCELINVOCATION" => new Request.CancelInvocation(Required(fields.InvocationId)),
            "STREAMDATA" => new Request.StreamData(
                Required(fields.StreamId), fields.StreamSequenceId, fields.StreamSequenceId is null ? Payload.Empty : fields.Payload(message)),
            "STREAMEND" => new Request.EndStream(Required(fields.StreamId), fields.Error),
            _ => throw new JsonException("The type is unknown."),
        };
    }

    /// <summary>1 to 1,024 characters, not all white.</summary>
    public static bool IsGroup(string? name) => name is { Length: >= 1 and <= MaxGroup } && !string.IsNullOrWhiteSpace(name);

    private static string Group(JsonFields fields) =>
        IsGroup(fields.Group) ? fields.Group ?? "" : throw new JsonException("A group's name has 1 to 1,024 characters.");

    private static string EventName(JsonFields fields) =>
        fields.Event is not null && EventPattern().IsMatch(fields.Event) ? fields.Event : throw new JsonException("The event's name is not valid.");

    private static string Required(string? value) => string.IsNullOrEmpty(value) ? throw new JsonException("A field is missing.") : value;

    private static TimeSpan? TimeToLive(JsonFields fields) => fields.TtlSeconds switch
    {
        null or 0 => null,
        > 0 and <= 300 => TimeSpan.FromSeconds(fields.TtlSeconds.Value),
        _ => throw new JsonException("ttlSeconds lies between 0 and 300."),
    };

    [GeneratedRegex("^[a-z][a-z0-9_.-]{0,127}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EventPattern();
}
