using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;

namespace LiveView.Local.PubSub;

/// <summary>
/// Turns a client's bytes into messages: unmasks in place, joins fragments, lets control frames come between them, and refuses what
/// RFC 6455 refuses. Not a frame is copied unless it is a fragment.
/// </summary>
/// <param name="maxMessage">The largest message in bytes; a larger one is refused as soon as its header tells.</param>
internal sealed class MessageReader(int maxMessage)
{
    private readonly int limit = maxMessage;
    private ArrayBufferWriter<byte>? fragments;
    private Opcode fragmented;

    /// <summary>How many bytes the frame at the start of the buffer needs; a hint to make room.</summary>
    public int Needed { get; private set; }

    /// <summary>Why the client must be closed; set once.</summary>
    public FrameViolation? Violation { get; private set; }

    /// <summary>Reads one message or control frame from the start of <paramref name="buffer"/>.</summary>
    /// <param name="buffer">What was received and not consumed.</param>
    /// <param name="consumed">How many bytes were used; also when nothing whole arrived (a fragment).</param>
    /// <param name="arrival">What arrived.</param>
    /// <returns>False when more bytes are needed or <see cref="Violation"/> is set.</returns>
    public bool TryRead(Memory<byte> buffer, out int consumed, out Arrival arrival)
    {
        consumed = 0;
        arrival = default;
        while (Violation is null && FrameHeader.TryRead(buffer.Span[consumed..], out var header))
        {
            Violation = header.Fault() ?? FaultInSequence(header);
            if (Violation is not null) return false;
            var whole = header.Size + (int)header.Length;
            if (buffer.Length - consumed < whole)
            {
                Needed = whole;
                return false;
            }

            var payload = buffer.Slice(consumed + header.Size, (int)header.Length);
            Mask.Apply(payload.Span, buffer.Span.Slice(consumed + header.Size - 4, 4));
            consumed += whole;
            if (header.IsControl ? Control(header.Opcode, payload, out arrival) : Data(header, payload, out arrival)) return true;
        }

        Needed = FrameHeader.MaxSize;
        return false;
    }

    private FrameViolation? FaultInSequence(FrameHeader header)
    {
        if (header.IsControl) return null;
        if (header.Opcode == Opcode.Continuation && fragments is null)
            return new(CloseCode.ProtocolError, "A continuation has nothing to continue.");
        if (header.Opcode != Opcode.Continuation && fragments is not null)
            return new(CloseCode.ProtocolError, "A new message began before the last one ended.");
        var before = (ulong)(fragments?.WrittenCount ?? 0);
        return before + header.Length > (ulong)limit ? new(CloseCode.TooBig, "The message is too big.") : null;
    }

    private bool Data(FrameHeader header, ReadOnlyMemory<byte> payload, out Arrival arrival)
    {
        arrival = default;
        if (header.Opcode != Opcode.Continuation) fragmented = header.Opcode;
        if (!header.Final || fragments is not null)
        {
            fragments ??= new ArrayBufferWriter<byte>();
            fragments.Write(payload.Span);
            if (!header.Final) return false;
            payload = fragments.WrittenMemory;
            fragments = null;
        }

        if (fragmented == Opcode.Text && !Utf8.IsValid(payload.Span))
        {
            Violation = new(CloseCode.InvalidPayload, "A text message must be UTF-8.");
            return false;
        }

        arrival = new Arrival(fragmented, payload);
        return true;
    }

    private bool Control(Opcode opcode, ReadOnlyMemory<byte> payload, out Arrival arrival)
    {
        arrival = new Arrival(opcode, payload);
        if (opcode != Opcode.Close || payload.IsEmpty) return true;
        if (payload.Length == 1)
        {
            Violation = new(CloseCode.ProtocolError, "A close code has two bytes.");
            return false;
        }

        var code = BinaryPrimitives.ReadUInt16BigEndian(payload.Span);
        arrival = new Arrival(opcode, payload[2..], (CloseCode)code);
        // 1004-1006 and 1015 never travel; 1016-2999 are not given out; 3000-4999 belong to libraries and applications.
        if (code is not (>= 1000 and <= 1003 or >= 1007 and <= 1014 or >= 3000 and <= 4999))
            Violation = new(CloseCode.ProtocolError, "The close code may not be sent.");
        else if (!Utf8.IsValid(payload.Span[2..]))
            Violation = new(CloseCode.InvalidPayload, "A close reason must be UTF-8.");
        return Violation is null;
    }
}
