using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>The head of a client's HTTP request: enough of RFC 9112 for a WebSocket handshake.</summary>
internal sealed class RequestHead
{
    private RequestHead(string method, string target, Dictionary<string, string[]> headers)
    {
        Method = method;
        Target = target;
        Headers = headers;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        Path = Uri.UnescapeDataString(query < 0 ? target : target[..query]);
        Query = Parse(query < 0 ? "" : target[(query + 1)..]);
    }

    public string Method { get; }

    /// <summary>Path and query as they came.</summary>
    public string Target { get; }

    /// <summary>The decoded path.</summary>
    public string Path { get; }

    public IReadOnlyDictionary<string, string[]> Query { get; }

    public IReadOnlyDictionary<string, string[]> Headers { get; }

    public string Host => Header("Host") ?? "localhost";

    public bool IsUpgrade =>
        Method == "GET"
        && List("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase)
        && List("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase)
        && Header("Sec-WebSocket-Key") is { Length: 24 };

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>The last value of a query parameter; null when it is absent.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>A header that is a comma-separated list, over all its lines.</summary>
    public string[] List(string name) =>
        Headers.TryGetValue(name, out var values)
            ? [.. values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
            : [];

    /// <summary>Reads a head without the empty line that ends it; null when it is none.</summary>
    public static RequestHead? Read(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
        if (lines[0].Split(' ') is not [var method, ['/', ..] target, "HTTP/1.1"]) return null;
        var headers = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) return null;
            var name = line[..colon];
            headers[name] = [.. headers.GetValueOrDefault(name) ?? [], line[(colon + 1)..].Trim()];
        }

        return new RequestHead(method, target, headers);
    }

    private static Dictionary<string, string[]> Parse(string query)
    {
        var values = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = Decode(parts[0]);
            values[name] = [.. values.GetValueOrDefault(name) ?? [], parts.Length == 2 ? Decode(parts[1]) : ""];
        }

        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
