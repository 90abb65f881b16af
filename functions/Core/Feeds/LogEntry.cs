namespace LiveView.Core.Feeds;

/// <summary>One thing that happened, to be appended to a log tier.</summary>
/// <param name="Tier">The log tier's name.</param>
/// <param name="Entry">A canonical object.</param>
public readonly record struct LogEntry(string Tier, ReadOnlyMemory<byte> Entry);
