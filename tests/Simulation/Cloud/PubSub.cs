using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>Web PubSub: groups of connections. What it accepts it delivers in order to each, unless a fault says otherwise.</summary>
internal sealed class PubSub(World world, FaultPlan faults)
{
    private readonly List<Link> _links = [];

    /// <summary>Called with everything that was accepted: group and message.</summary>
    public Action<string, byte[]>? Accepted { get; set; }

    /// <summary>Connections in each group that are counted, and told nothing.</summary>
    public int Crowd { get; set; }

    public int MostPending { get; private set; }

    /// <summary>The service is down: nobody is connected, and nothing is taken.</summary>
    public bool IsDown
    {
        get;
        set
        {
            field = value;
            foreach (var link in value ? _links : [])
                link.Cut();
        }
    }

    /// <summary>Opens a connection; null when the token has expired. One that is open may be ended when its token expires.</summary>
    public Link? Connect(Grant grant)
    {
        var left = grant.Expires - (World.Start + world.Now);
        if (left < TimeSpan.Zero || IsDown)
            return null;
        var link = new Link(world, grant);
        _links.RemoveAll(static gone => gone.IsCut);
        _links.Add(link);
        world.At(left, () =>
        {
            if (!link.IsCut && faults.Fires(Fault.ViewerTokenExpired))
                link.Cut();
        });
        return link;
    }

    public Answer Take(Call call)
    {
        if (IsDown)
            return new(503);
        if (call.Method == "GET")
            return new(200, Members(call));
        var group = GroupOf(call);
        Accepted?.Invoke(group, call.Body);
        foreach (var link in _links)
        {
            if (link.IsCut || !link.Groups.Contains(group) || faults.Fires(Fault.PubSubLost))
                continue;
            Send(link, call.Body);
            if (faults.Fires(Fault.PubSubDuplicated))
                Send(link, call.Body);
        }

        return new(202);
    }

    public static string GroupOf(Call call)
    {
        var path = call.Address.AbsolutePath;
        var start = path.IndexOf("/groups/", StringComparison.Ordinal) + 8;
        return Uri.UnescapeDataString(path[start..path.IndexOf("/:send", StringComparison.Ordinal)]);
    }

    private string Members(Call call)
    {
        var path = call.Path;
        var start = path.IndexOf("/groups/", StringComparison.Ordinal) + 8;
        var group = path[start..path.LastIndexOf('/')];
        var count = Crowd + _links.Count(link => !link.IsCut && link.Groups.Contains(group));
        var members = Enumerable.Range(0, Math.Min(count, Handler.Connect.Presence.MostCounted)).Select(static i => $"{{\"connectionId\":\"c{i}\"}}");
        return $"{{\"value\":[{string.Join(',', members)}]}}";
    }

    private void Send(Link link, byte[] message)
    {
        var delay = faults.Fires(Fault.PubSubReordered) ? world.Between(0.05, 3) : TimeSpan.FromMilliseconds(20);
        world.At(delay, () =>
        {
            link.Deliver(message);
            MostPending = Math.Max(MostPending, link.MostPending);
        });
    }
}
