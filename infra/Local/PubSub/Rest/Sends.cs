namespace LiveView.Local.PubSub;

/// <summary>The four sends. Accepted is all they promise: whoever is not there misses it.</summary>
internal sealed class Sends(Switchboard board)
{
    private const int MaxTimeToLive = 300;

    public async Task<int> ToAllAsync(RestCall call, Hub hub)
    {
        var only = Only(call);
        hub.SendToAll(await MessageAsync(call, group: null), only);
        return StatusCodes.Status202Accepted;
    }

    public async Task<int> ToGroupAsync(RestCall call, Hub hub, string group)
    {
        var only = Only(call);
        hub.SendToGroup(await MessageAsync(call, group), only);
        return StatusCodes.Status202Accepted;
    }

    public async Task<int> ToUserAsync(RestCall call, Hub hub, string user)
    {
        var only = Only(call);
        hub.SendToUser(user, await MessageAsync(call, group: null), only);
        return StatusCodes.Status202Accepted;
    }

    public async Task<int> ToConnectionAsync(RestCall call, Hub hub, string connectionId)
    {
        var message = await MessageAsync(call, group: null);
        if (hub.Find(connectionId) is { } connection) hub.SendTo(connection, message);
        return StatusCodes.Status202Accepted;
    }

    private async Task<Message> MessageAsync(RestCall call, string? group)
    {
        var seconds = call.Number("messageTtlSeconds", 0, MaxTimeToLive) ?? 0;
        var metadata = Body.Metadata(call);
        var payload = await Body.ReadAsync(call, board.Options.MaxMessageBytes);
        // Whoever publishes faster than the lanes carry waits here.
        await board.Lanes.RoomAsync();
        return new Message(payload, group)
        {
            Metadata = metadata,
            Expires = board.ExpiryOf(seconds == 0 ? null : TimeSpan.FromSeconds(seconds)),
        };
    }

    private static Func<Connection, bool>? Only(RestCall call)
    {
        var excluded = call.Parameters("excluded");
        var filter = Filter.Parse(call.Parameter("filter"));
        if (excluded.Count == 0) return filter is null ? null : filter.Matches;
        return connection => !excluded.Contains(connection.Id) && filter?.Matches(connection) != false;
    }
}
