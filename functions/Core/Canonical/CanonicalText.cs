using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace LiveView.Core.Canonical;

/// <summary>
/// Writes strings and integers as RFC 8785 wants them, which is what <c>JSON.stringify</c> writes: only the quote, the backslash
/// and control characters are escaped, and an unpaired surrogate becomes U+FFFD.
/// </summary>
internal static class CanonicalText
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(static b => (byte)b), (byte)'"', (byte)'\\']);

    public static void Write(IBufferWriter<byte> output, string text)
    {
        var room = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length) + 2);
        var length = Encoding.UTF8.GetBytes(text, room[1..]);
        if (room.Slice(1, length).ContainsAny(Escaped))
        {
            WriteEscaped(output, room.Slice(1, length).ToArray());
            return;
        }

        room[0] = room[length + 1] = (byte)'"';
        output.Advance(length + 2);
    }

    public static void Write(IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var length); // 20 is the longest Int64
        output.Advance(length);
    }

    private static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write("\""u8);
        while (text.IndexOfAny(Escaped) is var at and >= 0)
        {
            output.Write(text[..at]);
            switch (text[at])
            {
                case (byte)'"': output.Write("\\\""u8); break;
                case (byte)'\\': output.Write("\\\\"u8); break;
                case (byte)'\b': output.Write("\\b"u8); break;
                case (byte)'\f': output.Write("\\f"u8); break;
                case (byte)'\n': output.Write("\\n"u8); break;
                case (byte)'\r': output.Write("\\r"u8); break;
                case (byte)'\t': output.Write("\\t"u8); break;
                default: output.Write([.. "\\u00"u8, Hex(text[at] >> 4), Hex(text[at] & 15)]); break;
            }

            text = text[(at + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static byte Hex(int nibble) => (byte)(nibble < 10 ? '0' + nibble : 'a' + nibble - 10);
}
