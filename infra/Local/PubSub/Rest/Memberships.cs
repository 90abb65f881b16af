using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>Who is in which group, by the application's word: no role is needed.</summary>
internal sealed class Memberships(Switchboard board)
{
    private const int MaxBody = 1024 * 1024;

    public int Add(Hub hub, string group, string id)
    {
        var connection = hub.Find(id) ?? throw RestException.NotFound("There is no such connection.");
        Join(hub, connection, group);
        return StatusCodes.Status200OK;
    }

    public static int Remove(Hub hub, string group, string id)
    {
        var connection = hub.Find(id) ?? throw RestException.NotFound("There is no such connection.");
        hub.Leave(connection, group);
        return StatusCodes.Status204NoContent;
    }

    /// <summary>Adds the connections the user has now; a later one must be added again.</summary>
    public int AddUser(Hub hub, string group, string user)
    {
        var connections = hub.OfUser(user);
        if (connections.Length == 0) throw RestException.NotFound("The user has no connection.");
        foreach (var connection in connections) Join(hub, connection, group);
        return StatusCodes.Status200OK;
    }

    public static int RemoveUser(Hub hub, string group, string user)
    {
        foreach (var connection in hub.OfUser(user)) hub.Leave(connection, group);
        return StatusCodes.Status204NoContent;
    }

    public static int RemoveUserFromAll(Hub hub, string user)
    {
        foreach (var connection in hub.OfUser(user)) hub.LeaveAll(connection);
        return StatusCodes.Status204NoContent;
    }

    public static int RemoveFromAll(Hub hub, string id)
    {
        if (hub.Find(id) is { } connection) hub.LeaveAll(connection);
        return StatusCodes.Status204NoContent;
    }

    public async Task<int> AddManyAsync(RestCall call, Hub hub)
    {
        var (groups, filter) = await ReadAsync(call);
        foreach (var connection in hub.Everyone().Where(connection => filter?.Matches(connection) != false))
        {
            foreach (var group in groups) Join(hub, connection, group);
        }

        return StatusCodes.Status200OK;
    }

    public static async Task<int> RemoveManyAsync(RestCall call, Hub hub)
    {
        var (groups, filter) = await ReadAsync(call);
        foreach (var connection in hub.Everyone().Where(connection => filter?.Matches(connection) != false))
        {
            foreach (var group in groups) hub.Leave(connection, group);
        }

        return StatusCodes.Status200OK;
    }

    private void Join(Hub hub, Connection connection, string group)
    {
        if (hub.TryJoin(connection, group) || connection.HasEnded) return;
        throw new RestException(429, "TooManyRequests", $"The limit of groups ({board.Options.MaxGroups}) is reached.");
    }

    private static async Task<(string[] Groups, Filter? Filter)> ReadAsync(RestCall call)
    {
        try
        {
            using var body = JsonDocument.Parse(await Body.ReadAllAsync(call, MaxBody));
            var groups = body.RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetString()).OfType<string>().ToArray();
            if (!groups.All(JsonRequest.IsGroup)) throw new RestException("A group's name has 1 to 1,024 characters.");
            var filter = body.RootElement.TryGetProperty("filter", out var text) ? text.GetString() : null;
            return (groups, Filter.Parse(filter));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new RestException("The body must be an object with 'groups' and, optionally, 'filter'.", e);
        }
    }
}
