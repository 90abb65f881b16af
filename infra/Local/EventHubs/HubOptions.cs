namespace LiveView.Local.EventHubs;

/// <summary>One hub of the namespace. The group <c>$Default</c> always exists besides <paramref name="ConsumerGroups"/>.</summary>
internal sealed record HubOptions(string Name, int Partitions, params IReadOnlyList<string> ConsumerGroups);
