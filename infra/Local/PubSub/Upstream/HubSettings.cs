namespace LiveView.Local.PubSub;

/// <summary>What the settings file says of one hub.</summary>
internal sealed class HubSettings
{
    public static readonly HubSettings None = new();

    /// <summary>In order: the first that takes an event gets it.</summary>
    public IReadOnlyList<EventHandlerSettings> EventHandlers { get; set; } = [];

    /// <summary>allow or deny.</summary>
    public string AnonymousConnectPolicy { get; set; } = "deny";

    /// <summary>The bound of a connection's queue in messages; ours, not the service's.</summary>
    public int? QueueMessages { get; set; }

    public bool AllowsAnonymous => AnonymousConnectPolicy.Equals("allow", StringComparison.OrdinalIgnoreCase);
}
