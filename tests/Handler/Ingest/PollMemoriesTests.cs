using LiveView.Core.Feeds;
using LiveView.Handler.Ingest;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>A goal that was given and taken away between two polls of ours must not be dropped as unchanged.</summary>
public sealed class PollMemoriesTests
{
    [Fact]
    public void A_memory_is_believed_while_our_poll_was_the_last_one()
    {
        var memories = new PollMemories();
        var memory = new PollMemory("poll-1", new Nothing(), null);
        memories.Keep("sports|espn|soccer|eng.1", memory);
        Assert.Same(memory, memories.Recall("sports|espn|soccer|eng.1", "poll-1"));
    }

    [Theory]
    [InlineData("poll-of-another-instance")]
    [InlineData(null)]
    public void It_is_not_believed_once_somebody_else_has_polled(string? done)
    {
        var memories = new PollMemories();
        memories.Keep("sports|espn|soccer|eng.1", new("poll-1", new Nothing(), null));
        Assert.Null(memories.Recall("sports|espn|soccer|eng.1", done));
    }

    private sealed class Nothing : SplitMemory;
}
