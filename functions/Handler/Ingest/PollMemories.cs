using System.Collections.Concurrent;
using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>
/// What this process remembers of the last answer of each target, to send on only what changed. It is believed only if the last
/// run whose Raws reached the hub was ours: had another instance polled in between, a value that went there and back would be
/// dropped as unchanged while the state has the other one.
/// </summary>
internal sealed class PollMemories
{
    /// <summary>Targets that are remembered. Those of the settings are few, but each game brings one of its own; when full all are forgotten, and say everything once more.</summary>
    private const int Most = 128;

    private readonly ConcurrentDictionary<string, PollMemory> _memories = new(StringComparer.Ordinal);

    /// <summary>The memory of a target, if it is of the run that was the last to send, and no run is still on its way.</summary>
    public PollMemory? Recall(Target target) =>
        target.Ended == target.Turn && _memories.TryGetValue(target.Key, out var memory) && memory.Turn == target.Sent ? memory : null;

    /// <summary>Keeps the memory of a poll whose Raws are on the hub.</summary>
    public void Keep(string target, PollMemory memory)
    {
        if (_memories.Count >= Most && !_memories.ContainsKey(target))
            _memories.Clear();
        _memories[target] = memory;
    }
}

/// <summary>What is remembered of one poll.</summary>
/// <param name="Turn">The number of its run.</param>
/// <param name="Split">What the feed remembers.</param>
/// <param name="ETag">The provider's version, where it gives one.</param>
/// <param name="Ill">Who else was not well. When that changes, what was not believed may be now: everything is said again.</param>
internal sealed record PollMemory(long Turn, SplitMemory Split, string? ETag, string Ill = "");
