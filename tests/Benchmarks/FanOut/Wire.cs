using System.Buffers.Binary;
using System.Text;

namespace LiveView.Benchmarks.FanOut;

/// <summary>The few bytes the load client says, made here so that it needs to know no protocol.</summary>
internal static class Wire
{
    private const int Text = 1;
    private const int Binary = 2;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The sample key of RFC 6455: the load client does not check the answer, and the limit in C knows only this one.</summary>
    public static byte[] Upgrade(string path, string? subprotocol, int port) => Bytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{(subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n")}\r\n");

    public static byte[] TextFrame(string text) => [.. Header(Text, Bytes(text).Length), .. Bytes(text)];

    public static byte[] BinaryFrame(string text) => [.. BinaryHeader(Bytes(text).Length), .. Bytes(text)];

    public static byte[] BinaryHeader(int length) => Header(Binary, length);

    // Masked with the key 0, as a client's frame must be masked: the bytes stay what they are.
    private static byte[] Header(int opcode, int length)
    {
        var header = new byte[length < 126 ? 6 : 8];
        header[0] = (byte)(0x80 | opcode);
        header[1] = (byte)(0x80 | Math.Min(length, 126));
        if (length >= 126) BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), checked((ushort)length));
        return header;
    }
}
