using System.Buffers.Binary;

namespace LiveView.Local.PubSub;

/// <summary>The header of a client's frame.</summary>
internal readonly record struct FrameHeader(bool Final, int Reserved, Opcode Opcode, bool Masked, ulong Length, int Size)
{
    /// <summary>The longest header: two bytes, eight of length, four of mask.</summary>
    public const int MaxSize = 14;

    public bool IsControl => (int)Opcode >= 8;

    /// <summary>Reads a header if it is there whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FrameHeader header)
    {
        header = default;
        if (bytes.Length < 2) return false;
        var masked = (bytes[1] & 0x80) != 0;
        var shortLength = bytes[1] & 0x7F;
        var lengthSize = shortLength switch { 126 => 2, 127 => 8, _ => 0 };
        var size = 2 + lengthSize + (masked ? 4 : 0);
        if (bytes.Length < size) return false;
        var length = lengthSize switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            8 => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => (ulong)shortLength,
        };
        header = new FrameHeader((bytes[0] & 0x80) != 0, (bytes[0] >> 4) & 7, (Opcode)(bytes[0] & 0xF), masked, length, size);
        return true;
    }

    /// <summary>What is wrong with the header itself, whatever came before it; null when nothing is.</summary>
    public FrameViolation? Fault() => this switch
    {
        { Reserved: not 0 } => new(CloseCode.ProtocolError, "A reserved bit is set and no extension was negotiated."),
        { Opcode: not (Opcode.Continuation or Opcode.Text or Opcode.Binary or Opcode.Close or Opcode.Ping or Opcode.Pong) } =>
            new(CloseCode.ProtocolError, "The frame has a reserved opcode."),
        { Masked: false } => new(CloseCode.ProtocolError, "A client's frame must be masked."),
        { IsControl: true, Final: false } => new(CloseCode.ProtocolError, "A control frame must not be fragmented."),
        { IsControl: true, Length: > 125 } => new(CloseCode.ProtocolError, "A control frame carries at most 125 bytes."),
        { Length: > long.MaxValue } => new(CloseCode.ProtocolError, "The most significant bit of a length must be 0."),
        _ => null,
    };
}
