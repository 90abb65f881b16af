namespace LiveView.Local.PubSub;

/// <summary>Ends connections. The official client comes back by itself: whoever is not to come back must be refused at the door.</summary>
internal sealed class Closes(Switchboard board)
{
    public int All(RestCall call, Hub hub) => Close(call, hub.Everyone());

    public int Group(RestCall call, Hub hub, string group) => Close(call, hub.InGroup(group));

    public int User(RestCall call, Hub hub, string user) => Close(call, hub.OfUser(user));

    public int Connection(RestCall call, Hub hub, string id) => Close(call, hub.Find(id) is { } connection ? [connection] : []);

    private int Close(RestCall call, Connection[] connections)
    {
        var excluded = call.Parameters("excluded");
        var reason = call.Parameter("reason") ?? "";
        foreach (var connection in connections)
        {
            if (!excluded.Contains(connection.Id)) board.Close(connection, CloseCode.Normal, reason, CloseCategory.ClosedByAppServer);
        }

        return StatusCodes.Status204NoContent;
    }
}
