using System.Buffers;
using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>Writes protobuf fields: varints and length-delimited ones, which is all the protocol has.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public ProtoWriter Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    public ProtoWriter Text(int field, string? value) => value is null ? this : Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Nested(int field, ProtoWriter value) => Bytes(field, value.Written);

    /// <summary>Writes a varint into <paramref name="to"/> and returns its length (at most 10).</summary>
    public static int Varint(Span<byte> to, ulong value)
    {
        var length = 0;
        while (value >= 0x80)
        {
            to[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[length++] = (byte)value;
        return length;
    }

    private void Varint(ulong value)
    {
        var space = buffer.GetSpan(10);
        buffer.Advance(Varint(space, value));
    }
}
