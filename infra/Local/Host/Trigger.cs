namespace LiveView.Local.Host;

/// <summary>What calls a function: the one input binding of its function.json.</summary>
/// <param name="Name">The name under which the trigger's value travels in <c>Data</c>.</param>
internal abstract record Trigger(string Name);

/// <summary>Calls at times.</summary>
/// <param name="Name">See <see cref="Trigger"/>.</param>
/// <param name="Schedule">When.</param>
/// <param name="UseMonitor">Keep the status, so that a missed run is made up for.</param>
/// <param name="RunOnStartup">Run at every start of the host.</param>
internal sealed record TimerTrigger(string Name, Schedule Schedule, bool UseMonitor, bool RunOnStartup) : Trigger(Name);

/// <summary>Calls with the events of a hub.</summary>
/// <param name="Name">See <see cref="Trigger"/>.</param>
/// <param name="Hub">The hub's name.</param>
/// <param name="Namespace">The host name of the connection string's endpoint: where checkpoints are filed.</param>
/// <param name="ConsumerGroup">The group that reads.</param>
/// <param name="Many">Batches of events, not one by one.</param>
/// <param name="Type">How a body becomes JSON.</param>
internal sealed record EventHubTrigger(string Name, string Hub, string Namespace, string ConsumerGroup, bool Many, BodyType Type) : Trigger(Name);

/// <summary>Calls with HTTP requests.</summary>
/// <param name="Name">See <see cref="Trigger"/>.</param>
/// <param name="Route">The route below the prefix of host.json.</param>
/// <param name="Methods">Upper case; empty is all.</param>
internal sealed record HttpTrigger(string Name, string Route, IReadOnlyList<string> Methods) : Trigger(Name);

/// <summary>The <c>dataType</c> of an Event Hub trigger.</summary>
internal enum BodyType
{
    /// <summary>Not said: every body is parsed as JSON, and one that is not fails its whole batch.</summary>
    Json,
    String,
    Binary,
}
