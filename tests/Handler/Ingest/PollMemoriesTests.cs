using LiveView.Core.Feeds;
using LiveView.Handler.Ingest;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>A goal that was given and taken away between two polls of ours must not be dropped as unchanged.</summary>
public sealed class PollMemoriesTests
{
    private static readonly Target Target = new() { Feed = "sports", Provider = "espn", Name = "soccer/eng.1", Next = default, Turn = 7, Ended = 7, Sent = 7 };

    [Fact]
    public void A_memory_is_believed_while_our_run_was_the_last_one()
    {
        var memories = new PollMemories();
        var memory = new PollMemory(7, new Nothing(), null);
        memories.Keep(Target.Key, memory);
        Assert.Same(memory, memories.Recall(Target));
    }

    [Fact]
    public void It_is_believed_after_runs_that_ended_and_sent_nothing() => Assert.NotNull(Recall(Target with { Turn = 9, Ended = 9 }));

    [Fact]
    public void It_is_not_believed_once_somebody_else_has_sent() => Assert.Null(Recall(Target with { Turn = 8, Ended = 8, Sent = 8 }));

    [Fact]
    public void It_is_not_believed_while_a_run_is_on_its_way_that_may_yet_send() => Assert.Null(Recall(Target with { Turn = 8 }));

    private static PollMemory? Recall(Target target)
    {
        var memories = new PollMemories();
        memories.Keep(Target.Key, new(7, new Nothing(), null));
        return memories.Recall(target);
    }

    private sealed class Nothing : SplitMemory;
}
