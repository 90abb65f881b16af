namespace LiveView.Contracts.Tests.EventHubs;

/// <summary>An event as a consumer finds it, in the order of its partition.</summary>
/// <param name="Body">Its body.</param>
/// <param name="Properties">Its user properties.</param>
/// <param name="SequenceNumber">Its place in the partition.</param>
public sealed record ReceivedEvent(string Body, IReadOnlyDictionary<string, object?> Properties, long SequenceNumber);
