using System.Buffers;

namespace LiveView.Local.PubSub;

/// <summary>
/// One hub: who is there, in which groups, and the way to speak to them. Whatever changes who receives a message, and every message,
/// passes its gate, so all see one order; what waits for a socket does not.
/// </summary>
internal sealed class Hub(string name, Switchboard board)
{
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> scratch = new(4096);
    private readonly Dictionary<string, Connection> connections = [];
    private readonly Dictionary<string, Crowd> groups = [];
    private readonly Dictionary<string, Crowd> users = [];
    private readonly Crowd everyone = new();

    public string Name => name;

    public int Connections
    {
        get
        {
            lock (gate) return connections.Count;
        }
    }

    /// <summary>
    /// Takes a connection in and greets it: whoever has heard the greeting is there to be found, and no message comes before it.
    /// </summary>
    public void Add(Connection connection, IEnumerable<string> joined, Action greet)
    {
        lock (gate)
        {
            connections.Add(connection.Id, connection);
            everyone.Add(connection);
            if (connection.UserId is not null) CrowdIn(users, connection.UserId).Add(connection);
            foreach (var group in joined) Join(connection, group);
            greet();
        }
    }

    /// <summary>Takes it out of everything at once; messages already posted to it still arrive.</summary>
    public void Remove(Connection connection)
    {
        lock (gate)
        {
            if (!connections.Remove(connection.Id)) return;
            everyone.Remove(connection);
            if (connection.UserId is not null) TakeOut(users, connection.UserId, connection);
            foreach (var group in connection.Groups) TakeOut(groups, group, connection);
            connection.Groups.Clear();
        }
    }

    public Connection? Find(string connectionId)
    {
        lock (gate) return connections.GetValueOrDefault(connectionId);
    }

    /// <summary>Joining twice is joining once.</summary>
    /// <returns>False when the connection has gone or a limit is reached.</returns>
    public bool TryJoin(Connection connection, string group)
    {
        lock (gate)
        {
            if (connection.HasEnded || !connections.ContainsKey(connection.Id)) return false;
            if (!connection.Groups.Contains(group) && connection.Groups.Count >= board.Options.MaxGroupsPerConnection) return false;
            if (!groups.ContainsKey(group) && groups.Count >= board.Options.MaxGroups) return false;
            Join(connection, group);
            return true;
        }
    }

    public void Leave(Connection connection, string group)
    {
        lock (gate)
        {
            if (connection.Groups.Remove(group)) TakeOut(groups, group, connection);
        }
    }

    public void LeaveAll(Connection connection)
    {
        lock (gate)
        {
            foreach (var group in connection.Groups) TakeOut(groups, group, connection);
            connection.Groups.Clear();
        }
    }

    public void SendToAll(Message message, Func<Connection, bool>? only = null)
    {
        lock (gate) Note(message, everyone.Publish(message, scratch, only, except: null));
    }

    public void SendToGroup(Message message, Func<Connection, bool>? only = null, Connection? except = null)
    {
        lock (gate)
        {
            if (message.Group is not null && groups.TryGetValue(message.Group, out var group)) Note(message, group.Publish(message, scratch, only, except));
            else Note(message, 0);
        }
    }

    public void SendToUser(string userId, Message message, Func<Connection, bool>? only = null)
    {
        lock (gate)
        {
            if (users.TryGetValue(userId, out var user)) Note(message, user.Publish(message, scratch, only, except: null));
        }
    }

    public void SendTo(Connection connection, Message message)
    {
        lock (gate)
        {
            var crowd = new Crowd();
            crowd.Add(connection);
            Note(message, crowd.Publish(message, scratch, only: null, except: null));
        }
    }

    /// <summary>Everyone, the members of a group, or the connections of a user: a copy to walk through.</summary>
    public Connection[] Everyone()
    {
        lock (gate) return [.. connections.Values];
    }

    public Connection[] InGroup(string group)
    {
        lock (gate) return groups.TryGetValue(group, out var crowd) ? [.. crowd.Members] : [];
    }

    public Connection[] OfUser(string userId)
    {
        lock (gate) return users.TryGetValue(userId, out var crowd) ? [.. crowd.Members] : [];
    }

    /// <summary>The groups a connection is in: a copy.</summary>
    public string[] GroupsOf(Connection connection)
    {
        lock (gate) return [.. connection.Groups];
    }

    /// <summary>Each group with the number of its members.</summary>
    public KeyValuePair<string, int>[] Groups()
    {
        lock (gate) return [.. groups.Select(group => KeyValuePair.Create(group.Key, group.Value.Count))];
    }

    private void Join(Connection connection, string group)
    {
        if (connection.Groups.Add(group)) CrowdIn(groups, group).Add(connection);
    }

    private void Note(Message message, int receivers) => board.Seen(name, message, receivers);

    private static Crowd CrowdIn(Dictionary<string, Crowd> crowds, string key)
    {
        if (crowds.TryGetValue(key, out var crowd)) return crowd;
        var fresh = new Crowd();
        crowds.Add(key, fresh);
        return fresh;
    }

    private static void TakeOut(Dictionary<string, Crowd> crowds, string key, Connection connection)
    {
        if (!crowds.TryGetValue(key, out var crowd)) return;
        crowd.Remove(connection);
        if (crowd.Count == 0) crowds.Remove(key);
    }
}
