using System.Globalization;
using System.Text.Json;
using LiveView.Local.PubSub;

namespace LiveView.Benchmarks.FanOut;

/// <summary>The servers that are compared. Each sends every message to every client of one group or subject.</summary>
internal static class PeerCatalog
{
    private const string Key = PubSubOptions.WellKnownKey;
    private const string ByOrder = "a line to the server, which makes the message";

    // Beyond any run, so that a token needs no clock.
    private const long Expires = 4_102_444_800;

    private static readonly string Dotnet = Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";

    public static IReadOnlyList<Peer> All { get; } =
    [
        new("ours", "REST, one connection", Ready, static (ports, _) => Ours(ports, null) with
        {
            PublisherPort = ports.Viewers,
            Template = size => (Rest(ports, size), []),
        }),
        new("ours-socket", "frames of a raw client", Ready, static (ports, _) => Ours(ports, null) with
        {
            PublisherPort = ports.Viewers,
            PublisherHello = Wire.Upgrade(ViewerPath(ports, "&webpubsub_mode=sendToGroup&group=g", []), null, ports.Viewers),
            Template = static size => (Wire.BinaryHeader(size), []),
        }),
        new("ours-json", "REST, one connection", Ready, static (ports, _) => Ours(ports, "json.webpubsub.azure.v1") with
        {
            PublisherPort = ports.Viewers,
            Ready = 1,
            Template = size => (Rest(ports, size, "text/plain"), []),
        }),
        new("c", ByOrder, static async () => await Tools.CompileAsync("peers/limit.c") is null ? "a C compiler" : null, static (ports, _) =>
            new Plan(Path.Combine(Tools.Peers, "limit"), Arguments(ports), "/") { PublisherPort = ports.Control }),
        new("nats", "its protocol", static () => Tools.MissingAsync("nats-server", "nats-server"), static (ports, folder) =>
            new Plan(Tools.Find("nats-server") ?? "nats-server", ["-c", Fill("nats.conf", ports, folder)], "/")
            {
                Hello = Wire.BinaryFrame("CONNECT {\"verbose\":false,\"protocol\":1}\r\nSUB g 1\r\nPING\r\n"),
                Ready = 2,
                PublisherPort = ports.Control,
                PublisherHello = Wire.Bytes("CONNECT {\"verbose\":false}\r\nPING\r\n"),
                Template = static size => (Wire.Bytes($"PUB g {size}\r\n"), Wire.Bytes("\r\n")),
            }),
        new("nchan", "HTTP, one connection", static () => Tools.MissingAsync("nginx", "nginx-light", "libnginx-mod-nchan"), static (ports, folder) =>
            new Plan(Tools.Find("nginx") ?? "nginx", ["-e", Path.Combine(folder, "early.log"), "-c", Fill("nchan.conf", ports, folder)], "/sub")
            {
                PublisherPort = ports.Viewers,
                Template = static size => (Wire.Bytes($"POST /pub HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"), []),
            }),
        new("signalr", ByOrder, Ready, static (ports, _) =>
            new Plan(Dotnet, [typeof(PeerCatalog).Assembly.Location, "fanout-signalr", .. Arguments(ports)], "/hub")
            {
                Hello = Wire.TextFrame("{\"protocol\":\"json\",\"version\":1}\u001e"),
                Ready = 1,
                PublisherPort = ports.Control,
            }),
        new("ws", ByOrder, Tools.MissingNpmAsync, static (ports, _) =>
            new Plan("node", [Path.Combine(Tools.Peers, "ws.mjs"), .. Arguments(ports)], "/") { PublisherPort = ports.Control }),
        new("socketio", ByOrder, Tools.MissingNpmAsync, static (ports, _) =>
            new Plan("node", [Path.Combine(Tools.Peers, "socketio.mjs"), .. Arguments(ports)], "/socket.io/?EIO=4&transport=websocket")
            {
                Hello = Wire.TextFrame("40"),
                Ready = 2,
                PublisherPort = ports.Control,
            }),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static peer => peer.Name)];

    private static Task<string?> Ready() => Task.FromResult<string?>(null);

    private static Plan Ours(Ports ports, string? subprotocol) =>
        new(Dotnet, [typeof(PubSubOptions).Assembly.Location, "pubsub", "--port", Text(ports.Viewers)], ViewerPath(ports, "", ["g"]))
        {
            Subprotocol = subprotocol,
            PublisherPort = ports.Viewers,
        };

    private static string ViewerPath(Ports ports, string more, string[] groups)
    {
        var token = Jwt.Sign(Key, claims =>
        {
            claims.WriteString("aud", $"http://localhost:{ports.Viewers}/client/hubs/bench");
            claims.WriteNumber("exp", Expires);
            Strings(claims, "role", ["webpubsub.sendToGroup"]);
            Strings(claims, "webpubsub.group", groups);
        });
        return $"/client/hubs/bench?access_token={token}{more}";
    }

    private static byte[] Rest(Ports ports, int size, string type = "application/octet-stream")
    {
        const string path = "/api/hubs/bench/groups/g/:send?api-version=2024-12-01";
        var token = Jwt.Sign(Key, claims =>
        {
            claims.WriteString("aud", $"http://localhost:{ports.Viewers}{path}");
            claims.WriteNumber("exp", Expires);
        });
        return Wire.Bytes(
            $"POST {path} HTTP/1.1\r\nHost: localhost:{ports.Viewers}\r\nAuthorization: Bearer {token}\r\nContent-Type: {type}\r\nContent-Length: {size}\r\n\r\n");
    }

    private static void Strings(Utf8JsonWriter claims, string name, string[] values)
    {
        claims.WriteStartArray(name);
        foreach (var value in values) claims.WriteStringValue(value);
        claims.WriteEndArray();
    }

    /// <summary>Writes a configuration with its places filled in, and returns where it lies.</summary>
    private static string Fill(string template, Ports ports, string folder)
    {
        var text = File.ReadAllText(Path.Combine(Tools.Peers, template))
            .Replace("{port}", Text(ports.Viewers), StringComparison.Ordinal)
            .Replace("{control}", Text(ports.Control), StringComparison.Ordinal)
            .Replace("{modules}", "/usr/lib/nginx/modules", StringComparison.Ordinal)
            .Replace("{folder}", folder, StringComparison.Ordinal);
        var path = Path.Combine(folder, template);
        File.WriteAllText(path, text);
        return path;
    }

    private static string[] Arguments(Ports ports) => [Text(ports.Viewers), Text(ports.Control)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
