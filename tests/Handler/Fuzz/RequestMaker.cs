using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LiveView.Handler.Doors;
using LiveView.Handler.Tests.Doors;
using LiveView.Handler.Tests.Stations;

namespace LiveView.Handler.Tests.Fuzz;

/// <summary>
/// Makes requests as bytes, each from its own number: a route that there is, filled with what is right or nearly right, and broken somewhere.
/// Half of them are let in and go as deep as they can; some are broken as HTTP.
/// </summary>
internal sealed class RequestMaker(IReadOnlyList<(string Method, string Pattern, Door? Door)> routes)
{
    private const string EventKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT", "get", "FOO", "G\u00c9T"];
    private static readonly string[] Words = ["", "0", "1", "-1", "999999999999999999999", "sports", "market", "patients", "updates", "score", "true", "a:1", "\"78d254ab:0\"", "*", "W/\"x\"", "null"];
    private static readonly string[] Queries = ["feed", "recent", "after", "from", "to", "tier", "epoch", "detail", "code", "access_token", "x"];
    private static readonly string[] Types = ["application/json", "application/json; charset=utf-8", "application/json; charset=utf-7", "text/plain", "application/jsonl", "application/fhir+json", "multipart/form-data", "", "a/b/c;;=", "APPLICATION/JSON"];

    // Few, so that what is watched and kept stays what the tables are made for.
    private static readonly string[] Tiers =
        [.. Enumerable.Range(0, 100).Select(static n => $"sports:nba.20261120.t{n}.lal/score"), "sports:nba.20261120.bos.lal/score", "sports:nba.20261120.bos.lal/events", "game:rugs.x/ticks", "market:hose/quotes", "market:btc-usd/book"];

    private readonly string _admin = OpenHouse.TokenOf("root", "admin");
    private readonly string _fan = OpenHouse.TokenOf("ann", "fan");
    private readonly byte[][] _bodies =
    [
        "{\"tiers\":[\"sports:nba.20261120.bos.lal/score\",\"sports:nba.20261120.bos.lal/events\"]}"u8.ToArray(),
        "{\"patterns\":[\"sports:*\",\"patients:p-1042/*\"]}"u8.ToArray(),
        "{\"query\":{\"a\":[\"b\"]},\"claims\":{\"sub\":[\"ann\"],\"webpubsub.group\":[\"lease.00112233445566778899aabbccddeeff\",\"x\"]},\"headers\":{},\"subprotocols\":[\"json.webpubsub.azure.v1\"]}"u8.ToArray(),
        Boards.Board(50, 48),
        "{\"topic\":\"game:rugs.x\",\"format\":1}\n{\"at\":\"2026-11-21T03:00:00Z\",\"data\":{\"tick\":1}}\n"u8.ToArray(),
        "[42,[\"gameStateUpdate\",{\"gameId\":\"20261121-abc\",\"tickCount\":3,\"price\":1.04,\"active\":true,\"prices\":[1,1.02,1.04]}]]"u8.ToArray(),
        "[]"u8.ToArray(),
        [],
    ];

    /// <summary>The bytes of a request, and whether its sender closes after it: it lied about its length, or is no HTTP.</summary>
    public (byte[] Bytes, bool Closes) Make(int number, int seed)
    {
        var dice = new Random(unchecked((seed * 486_187_739) + number));
        var (method, pattern, door) = routes[dice.Next(routes.Count)];
        if (dice.Next(20) == 0)
            method = Methods[dice.Next(Methods.Length)];
        var path = Path(pattern, dice) + Query(dice);
        var body = (door is { MaxBytes: 0 } || method is "GET" or "HEAD") && dice.Next(20) > 0 ? [] : Body(dice);
        var lies = dice.Next(200) == 0;
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        foreach (var (name, value) in Headers(pattern, door, dice))
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        if (body.Length > 0 || lies)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length + (lies ? 10 : 0)}\r\n");
        byte[] bytes = [.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body];
        if (dice.Next(50) > 0)
            return (bytes, lies);
        return (Mutator.Break(bytes, dice), true); // broken anywhere, so that it may be no HTTP any more
    }

    private static string Path(string pattern, Random dice)
    {
        var tier = Tiers[dice.Next(Tiers.Length)];
        var topic = tier.Split('/')[0];
        var filled = pattern.Replace("{**name}", Some(tier, dice), StringComparison.Ordinal).Replace("{topic}", Some(topic, dice), StringComparison.Ordinal)
            .Replace("{feed}", Some(topic.Split(':')[0], dice), StringComparison.Ordinal).Replace("{key}", Some(topic.Split(':')[1], dice), StringComparison.Ordinal)
            .Replace("{subject}", Some("ann", dice), StringComparison.Ordinal);
        return dice.Next(30) == 0 ? Mutator.Break(filled, dice).Replace(' ', '+') : filled;
    }

    // As it is, escaped, broken, or broken and escaped.
    private static string Some(string text, Random dice) => dice.Next(6) switch
    {
        0 => Uri.EscapeDataString(text),
        1 => Uri.EscapeDataString(Mutator.Break(text, dice)),
        2 => new([.. Mutator.Break(text, dice).Where(static letter => letter is > ' ' and <= '~')]),
        _ => text,
    };

    private static string Query(Random dice)
    {
        var parts = Enumerable.Range(0, Math.Max(0, dice.Next(8) - 4)).Select(_ =>
        {
            var word = Words[dice.Next(Words.Length)];
            return $"{Queries[dice.Next(Queries.Length)]}={Uri.EscapeDataString(dice.Next(3) == 0 ? Mutator.Break(word, dice) : word)}";
        }).ToArray();
        return parts.Length == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    private byte[] Body(Random dice)
    {
        var body = _bodies[dice.Next(_bodies.Length)];
        return dice.Next(4) == 0 ? body : Mutator.Break(body, dice);
    }

    private IEnumerable<(string Name, string Value)> Headers(string pattern, Door? door, Random dice)
    {
        if (dice.Next(8) > 0)
            yield return ("Content-Type", door is { Types.Count: > 0 } && dice.Next(8) > 0 ? door.Types[dice.Next(door.Types.Count)] : Types[dice.Next(Types.Length)]);
        var bearer = dice.Next(6) switch { 0 => null, 1 => _fan, 2 => Flat(Mutator.Break(_admin, dice)), _ => door?.Who == Entry.Service ? null : _admin };
        if (bearer is not null)
            yield return ("Authorization", dice.Next(20) == 0 ? Flat(Mutator.Break($"Bearer {bearer}", dice)) : $"Bearer {bearer}");
        if (door?.Who == Entry.Service && dice.Next(8) > 0)
            yield return ("X-Api-Key", OpenHouse.PushKey);
        if (dice.Next(5) == 0)
            yield return ("If-None-Match", Flat(Mutator.Break("\"78d254ab:42\"", dice)));
        if (dice.Next(20) == 0)
            yield return ("Origin", Flat(Mutator.Break("http://localhost:5173", dice)));
        if (dice.Next(4) == 0)
            yield return ("X-Forwarded-For", Flat(Mutator.Break("203.0.113.7, [2001:db8::1]:443", dice)));
        if (dice.Next(30) == 0)
            yield return (dice.Next(2) == 0 ? "Accept-Encoding" : "Range", Flat(Mutator.Break("gzip;q=1, br;q=0.5, bytes=0-1", dice)));
        if (dice.Next(40) == 0)
            yield return ("traceparent", Flat(Mutator.Break("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", dice)));
        if (!pattern.EndsWith("/connections", StringComparison.Ordinal))
            yield break;
        var connection = $"c{dice.Next(100)}";
        yield return ("ce-connectionId", connection);
        yield return ("ce-signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(EventKey), Encoding.UTF8.GetBytes(connection)))}");
        yield return ("ce-time", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        yield return ("ce-hub", dice.Next(10) == 0 ? Flat(Mutator.Break("liveview", dice)) : "liveview");
        yield return ("ce-userId", Flat(dice.Next(3) == 0 ? Mutator.Break("ann", dice) : "ann"));
        yield return ("ce-type", $"azure.webpubsub.sys.{(dice.Next(2) == 0 ? "connect" : "disconnected")}");
        yield return ("ce-connectionState", dice.Next(2) == 0 ? Flat(Mutator.Break("eyJsZWFzZSI6IjAwMTEyMjMzNDQ1NTY2Nzc4ODk5YWFiYmNjZGRlZWZmIn0=", dice)) : Convert.ToBase64String(Mutator.Break("{\"lease\":\"00112233445566778899aabbccddeeff\"}"u8.ToArray(), dice)));
        yield return ("WebHook-Request-Origin", "name.webpubsub.azure.com");
    }

    // A header is one line; what is not is tried by breaking whole requests.
    private static string Flat(string text) => new([.. text.Where(static letter => letter is >= ' ' and not (char)127)]);
}
