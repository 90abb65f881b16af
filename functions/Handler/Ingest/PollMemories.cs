using System.Collections.Concurrent;
using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>
/// What this process remembers of the last answer of each target, to send on only what changed. It is believed only if the last
/// poll whose Raws reached the hub was ours: had another instance polled in between, a value that went there and back would be
/// dropped as unchanged while the state has the other one.
/// </summary>
internal sealed class PollMemories
{
    // One entry a target; targets come from the settings, so they are few.
    private readonly ConcurrentDictionary<string, PollMemory> _memories = new(StringComparer.Ordinal);

    /// <summary>The memory of a target, if it is of the poll that was done last.</summary>
    public PollMemory? Recall(string target, string? done) =>
        done is not null && _memories.TryGetValue(target, out var memory) && memory.Poll == done ? memory : null;

    /// <summary>Keeps the memory of a poll whose Raws are on the hub.</summary>
    public void Keep(string target, PollMemory memory) => _memories[target] = memory;
}

/// <summary>What is remembered of one poll.</summary>
/// <param name="Poll">The claim under which it ran.</param>
/// <param name="Split">What the feed remembers.</param>
/// <param name="ETag">The provider's version, where it gives one.</param>
internal sealed record PollMemory(string Poll, SplitMemory Split, string? ETag);
