namespace LiveView.Local.PubSub;

/// <summary>Reads an UpstreamMessage.</summary>
internal static class ProtobufRequest
{
    /// <summary>Reads one message.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Request Read(ReadOnlyMemory<byte> bytes)
    {
        Request? request = null;
        var message = new ProtoReader(bytes);
        while (message.Next())
        {
            request = message.Field switch
            {
                1 => Send(new ProtoReader(message.Bytes)),
                5 => Event(new ProtoReader(message.Bytes)),
                6 => Group(new ProtoReader(message.Bytes), join: true),
                7 => Group(new ProtoReader(message.Bytes), join: false),
                8 => SequenceAck(new ProtoReader(message.Bytes)),
                9 => new Request.Ping(),
                _ => request,
            };
        }

        return request ?? throw new FormatException("The message is empty.");
    }

    private static Request.SendToGroup Send(ProtoReader fields)
    {
        string? group = null;
        ulong? ackId = null;
        var noEcho = false;
        Payload? payload = null;
        while (fields.Next())
        {
            if (fields.Field == 1) group = fields.Text;
            else if (fields.Field == 2) ackId = fields.Number;
            else if (fields.Field == 3) payload = Data(new ProtoReader(fields.Bytes));
            else if (fields.Field == 4) noEcho = fields.Number != 0;
        }

        return new Request.SendToGroup(Valid(group), noEcho, payload ?? throw new FormatException("The data is missing.")) { AckId = ackId };
    }

    private static Request.Event Event(ProtoReader fields)
    {
        string? name = null;
        ulong? ackId = null;
        Payload? payload = null;
        while (fields.Next())
        {
            if (fields.Field == 1) name = fields.Text;
            else if (fields.Field == 2) payload = Data(new ProtoReader(fields.Bytes));
            else if (fields.Field == 3) ackId = fields.Number;
        }

        if (string.IsNullOrEmpty(name)) throw new FormatException("The event's name is missing.");
        return new Request.Event(name, payload ?? throw new FormatException("The data is missing.")) { AckId = ackId };
    }

    private static Request Group(ProtoReader fields, bool join)
    {
        string? group = null;
        ulong? ackId = null;
        while (fields.Next())
        {
            if (fields.Field == 1) group = fields.Text;
            else if (fields.Field == 2) ackId = fields.Number;
        }

        return join ? new Request.JoinGroup(Valid(group)) { AckId = ackId } : new Request.LeaveGroup(Valid(group)) { AckId = ackId };
    }

    private static Request.SequenceAck SequenceAck(ProtoReader fields)
    {
        ulong sequence = 0;
        while (fields.Next())
        {
            if (fields.Field == 1) sequence = fields.Number;
        }

        return new Request.SequenceAck(sequence);
    }

    private static Payload Data(ProtoReader fields)
    {
        Payload? payload = null;
        while (fields.Next())
        {
            payload = fields.Field switch
            {
                1 => new Payload(DataType.Text, fields.Bytes),
                2 => new Payload(DataType.Binary, fields.Bytes),
                3 => new Payload(DataType.Protobuf, fields.Bytes),
                4 => new Payload(DataType.Json, fields.Bytes),
                _ => payload,
            };
        }

        return payload ?? throw new FormatException("The data is empty.");
    }

    private static string Valid(string? group) =>
        JsonRequest.IsGroup(group) ? group ?? "" : throw new FormatException("A group's name has 1 to 1,024 characters.");
}
