namespace LiveView.Local.PubSub;

/// <summary>What a filter sees of a connection.</summary>
internal sealed record FilterSubject(string? UserId, string? ConnectionId, string? Protocol, IReadOnlyCollection<string> Groups)
{
    public static readonly FilterSubject Nobody = new(null, null, null, []);

    public static FilterSubject Of(Connection connection) =>
        new(connection.UserId, connection.Id, connection.Subprotocol, connection.Groups);
}
