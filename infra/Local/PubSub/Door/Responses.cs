using System.Security.Cryptography;
using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>The answers to a client's handshake.</summary>
internal static class Responses
{
    // RFC 6455 §1.3: the number that proves the server speaks WebSocket. SHA-1 is the protocol's, not a protection.
    private const string Proof = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public static byte[] SwitchProtocols(RequestHead head, string? subprotocol)
    {
#pragma warning disable CA5350, S4790 // RFC 6455 prescribes SHA-1
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(head.Header("Sec-WebSocket-Key") + Proof)));
#pragma warning restore CA5350, S4790
        var protocol = subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n";
        return Encoding.Latin1.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n{protocol}\r\n");
    }

    public static byte[] Refuse(Refusal refusal)
    {
        var body = Encoding.UTF8.GetBytes(refusal.Reason);
        var retry = refusal.Status is 429 or 503 ? "Retry-After: 1\r\n" : "";
        var version = refusal.Status == 426 ? "Sec-WebSocket-Version: 13\r\n" : "";
        var head = $"HTTP/1.1 {refusal.Status} {Phrase(refusal.Status)}\r\nContent-Type: text/plain; charset=utf-8\r\n" +
            $"Content-Length: {body.Length}\r\n{retry}{version}Connection: close\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private static string Phrase(int status) => status switch
    {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        426 => "Upgrade Required",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Refused",
    };
}
