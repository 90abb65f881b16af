using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace LiveView.Local.EventHubs;

/// <summary>
/// How an event lies in a segment, little-endian:
/// <code>
/// u32 length of what follows the checksum | u32 CRC-32C of it | i64 enqueued, UTC ticks |
/// u16 length of the key (FFFF = none) | key | i32 length of the properties | properties | body
/// </code>
/// The length and the checksum together tell a torn tail from an event.
/// </summary>
internal static class Frame
{
    private const int Prefix = 8;
    private const int Fixed = sizeof(long) + sizeof(ushort) + sizeof(int);
    private const ushort NoKey = ushort.MaxValue;

    public static void Write(ArrayBufferWriter<byte> writer, EventData data, DateTimeOffset enqueued)
    {
        var keyLength = data.PartitionKey is null ? 0 : Encoding.UTF8.GetByteCount(data.PartitionKey);
        var propertiesLength = Encoding.UTF8.GetByteCount(data.Properties);
        var length = Fixed + keyLength + propertiesLength + data.Body.Length;
        var frame = writer.GetSpan(Prefix + length)[..(Prefix + length)];

        var rest = frame[Prefix..];
        BinaryPrimitives.WriteInt64LittleEndian(rest, enqueued.UtcTicks);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[8..], data.PartitionKey is null ? NoKey : (ushort)keyLength);
        Encoding.UTF8.GetBytes(data.PartitionKey, rest[10..]);
        rest = rest[(10 + keyLength)..];
        BinaryPrimitives.WriteInt32LittleEndian(rest, propertiesLength);
        Encoding.UTF8.GetBytes(data.Properties, rest[4..]);
        data.Body.Span.CopyTo(rest[(4 + propertiesLength)..]);

        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame[Prefix..]));
        writer.Advance(Prefix + length);
    }

    /// <summary>The length of the whole frame at the start of <paramref name="bytes"/>, or 0 if no complete, sound frame is there.</summary>
    public static int Measure(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Prefix + Fixed)
            return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < Fixed || length > bytes.Length - Prefix)
            return 0;
        var sound = Checksum(bytes.Slice(Prefix, length)) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        return sound ? Prefix + length : 0;
    }

    /// <summary>Reads a frame that <see cref="Measure"/> has accepted.</summary>
    public static (DateTimeOffset Enqueued, EventData Data) Read(ReadOnlyMemory<byte> frame)
    {
        var rest = frame.Span[Prefix..];
        var enqueued = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(rest), TimeSpan.Zero);
        var keyLength = BinaryPrimitives.ReadUInt16LittleEndian(rest[8..]);
        var key = keyLength == NoKey ? null : Encoding.UTF8.GetString(rest.Slice(10, keyLength));
        var at = 10 + (keyLength == NoKey ? 0 : keyLength);
        var propertiesLength = BinaryPrimitives.ReadInt32LittleEndian(rest[at..]);
        var properties = Encoding.UTF8.GetString(rest.Slice(at + 4, propertiesLength));
        return (enqueued, new(frame[(Prefix + at + 4 + propertiesLength)..], key, properties));
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
