using System.Buffers.Binary;
using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>Writes whole, unmasked server frames (RFC 6455 §5.2).</summary>
internal static class FrameWriter
{
    /// <summary>The longest reason that fits a close frame: 125 bytes of a control frame less the two of the code.</summary>
    public const int MaxReason = 123;

    /// <summary>The longest header of a server frame.</summary>
    public const int MaxHeader = 10;

    /// <summary>Writes the header of a final frame and returns its length.</summary>
    public static int Header(Span<byte> to, Opcode opcode, int length)
    {
        to[0] = (byte)(0x80 | (int)opcode);
        if (length < 126)
        {
            to[1] = (byte)length;
            return 2;
        }

        if (length <= ushort.MaxValue)
        {
            to[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)length);
            return 4;
        }

        to[1] = 127;
        BinaryPrimitives.WriteUInt64BigEndian(to[2..], (ulong)length);
        return 10;
    }

    public static byte[] Frame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        Span<byte> header = stackalloc byte[MaxHeader];
        var length = Header(header, opcode, payload.Length);
        var frame = new byte[length + payload.Length];
        header[..length].CopyTo(frame);
        payload.CopyTo(frame.AsSpan(length));
        return frame;
    }

    /// <summary>A close frame; a reason that is too long is cut at a character's edge.</summary>
    public static byte[] Close(CloseCode code, string? reason)
    {
        if (code == CloseCode.None) return Frame(Opcode.Close, []);
        var text = Encoding.UTF8.GetBytes(reason ?? "");
        var length = Math.Min(text.Length, MaxReason);
        // 10xxxxxx continues a character: step back to where one starts.
        while (length < text.Length && length > 0 && (text[length] & 0xC0) == 0x80) length--;
        Span<byte> payload = stackalloc byte[2 + length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        text.AsSpan(0, length).CopyTo(payload[2..]);
        return Frame(Opcode.Close, payload);
    }
}
