using System.Buffers;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>What the connect handler is told about a client, and what it answers.</summary>
internal static class ConnectBody
{
    /// <summary>Claims, query and headers as lists of strings; nothing a credential could be read from.</summary>
    public static byte[] Write(ConnectRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            Write(json, "claims", request.Claims.All);
            Write(json, "query", request.Head.Query.Where(pair => !pair.Key.Equals("access_token", StringComparison.OrdinalIgnoreCase)));
            Write(json, "headers", Headers(request));
            Write(json, "subprotocols", request.Offered);
            json.WriteStartArray("clientCertificates");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The admission as the handler's answer changes it.</summary>
    /// <exception cref="JsonException">The answer is not what the handler may say.</exception>
    public static Admission Apply(Admission admission, byte[] answer)
    {
        if (answer.AsSpan().Trim(" \r\n\t"u8).IsEmpty) return admission;
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Null) return admission;
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException("The answer must be an object.");
        if (Text(root, "userId") is { } user) admission = admission with { UserId = user };
        if (Texts(root, "roles") is { } roles) admission = admission with { Roles = Roles.Of(roles) };
        if (Texts(root, "groups") is { Length: > 0 } groups)
        {
            if (!groups.All(JsonRequest.IsGroup)) throw new JsonException("A group's name has 1 to 1,024 characters.");
            admission = admission with { Groups = groups };
        }

        return Text(root, "subprotocol") is { } subprotocol ? admission with { Subprotocol = subprotocol } : admission;
    }

    private static IEnumerable<KeyValuePair<string, string[]>> Headers(ConnectRequest request)
    {
        var address = request.Address.ToString();
        string[] hidden = ["Authorization", "x-forwarded-for", "x-real-ip"];
        return request.Head.Headers
            .Where(header => !hidden.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && !header.Key.StartsWith("X-ASRS-Internal-", StringComparison.OrdinalIgnoreCase))
            // The real service's ingress adds these; they are how a handler sees the client's address.
            .Append(KeyValuePair.Create("x-forwarded-for", new[] { address }))
            .Append(KeyValuePair.Create("x-real-ip", new[] { address }));
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string[]>> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, list) in values) Write(json, key, list);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) switch
    {
        true when value.ValueKind == JsonValueKind.String => value.GetString(),
        true when value.ValueKind != JsonValueKind.Null => throw new JsonException($"'{name}' must be a string."),
        _ => null,
    };

    private static string[]? Texts(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Array) throw new JsonException($"'{name}' must be a list.");
        return [.. value.EnumerateArray().Select(each => each.GetString() ?? throw new JsonException($"'{name}' must be a list of strings."))];
    }
}
