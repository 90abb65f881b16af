namespace LiveView.Local.PubSub;

/// <summary>
/// A whole message, or a control frame, as it arrived. The payload lies in the reader's buffer: it is valid until the next read.
/// </summary>
/// <param name="Opcode">Text or Binary for a message, else the control frame's own.</param>
/// <param name="Payload">The unmasked bytes; of a close frame those after the code.</param>
/// <param name="Code">The code of a close frame.</param>
internal readonly record struct Arrival(Opcode Opcode, ReadOnlyMemory<byte> Payload, CloseCode Code = CloseCode.None);
