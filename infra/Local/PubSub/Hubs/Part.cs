namespace LiveView.Local.PubSub;

/// <summary>The members of a crowd that share a lane and a protocol. Never changed once made.</summary>
internal sealed record Part(Lane Lane, Protocol Protocol, Outbox[] Outboxes)
{
    /// <summary>The parts of a set of connections, those of one protocol side by side.</summary>
    public static Part[] Split(IEnumerable<Connection> connections) =>
    [
        .. connections
            .GroupBy(connection => (connection.Protocol, connection.Outbox.Lane))
            .OrderBy(part => part.Key.Protocol.Index)
            .Select(part => new Part(part.Key.Lane, part.Key.Protocol, [.. part.Select(connection => connection.Outbox)])),
    ];
}
