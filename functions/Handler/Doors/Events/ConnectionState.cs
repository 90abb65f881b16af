using System.Text.Json;
using System.Text.Json.Serialization;

namespace LiveView.Handler.Doors.Events;

/// <summary>What the service keeps of a connection for us and returns with each of its events, as JSON in base64 in a header.</summary>
/// <param name="Lease">The place that it holds; null where nothing limits it.</param>
/// <param name="Given">When its address was made; null where it does not say.</param>
internal sealed record ConnectionState(string? Lease, DateTimeOffset? Given)
{
    private const string Header = "ce-connectionState";

    /// <summary>The state of an event; empty where it has none that is ours.</summary>
    public static ConnectionState Of(IHeaderDictionary headers)
    {
        try
        {
            var state = JsonSerializer.Deserialize(Convert.FromBase64String(headers[Header].ToString()), ConnectionStateJson.Default.ConnectionState);
            return state is null ? new(null, null) : state with { Lease = state.Lease is { } id && Limits.Lease.IsId(id) ? id : null };
        }
        catch (Exception none) when (none is FormatException or JsonException)
        {
            return new(null, null);
        }
    }

    public void Write(IHeaderDictionary headers) => headers[Header] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this, ConnectionStateJson.Default.ConnectionState));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectionState))]
internal sealed partial class ConnectionStateJson : JsonSerializerContext;
