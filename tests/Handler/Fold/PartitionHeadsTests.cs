using System.Collections.Immutable;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.Fold;
using LiveView.Handler.State;

namespace LiveView.Handler.Tests.Fold;

/// <summary>A remembered head is used only while nobody else can have committed in between.</summary>
public sealed class PartitionHeadsTests
{
    private static readonly Topic Topic = Topic.Parse("sports:nba.20261120.bos.lal");

    [Fact]
    public void A_batch_that_goes_on_where_the_last_one_ended_remembers() => Assert.NotNull(After(first: 11));

    [Theory]
    [InlineData(10)] // the same batch again
    [InlineData(12)] // somebody else had the partition in between
    public void Any_other_batch_reads_the_head_anew(long first) => Assert.Null(After(first));

    [Fact]
    public void A_batch_that_was_not_taken_whole_leaves_no_memory()
    {
        var heads = new PartitionHeads();
        heads.Begin(10);
        heads.Keep(Head());
        heads.Begin(11);
        Assert.Null(heads.Find(Topic));
    }

    private static StoredHead? After(long first)
    {
        var heads = new PartitionHeads();
        heads.Begin(10);
        heads.Keep(Head());
        heads.End(10);
        heads.Begin(first);
        return heads.Find(Topic);
    }

    private static StoredHead Head() => new(
        new()
        {
            Topic = Topic,
            State = new() { Title = "", Phase = Core.Feeds.Phase.Live, Documents = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty },
            Fence = default,
            Tiers = ImmutableSortedDictionary<string, TierHead>.Empty,
            CommitId = "",
            Updated = default,
        },
        default);
}
