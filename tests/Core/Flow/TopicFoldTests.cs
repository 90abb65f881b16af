using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Tests.Canonical;
using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Flow;

/// <summary>What a batch of the hub makes of a topic, and so what its viewers see.</summary>
public sealed class TopicFoldTests
{
    private static readonly CommitStamp First = new("aaaaaaaa-1", Counter.Start);
    private static readonly CommitStamp Second = new("bbbbbbbb-2", Counter.Start.AddMinutes(1));

    [Fact]
    public void The_first_update_of_a_tier_is_the_whole_document_at_offset_1()
    {
        var commit = Fold(null, First, Counter.Add("5", 1)).Commit!;
        var total = commit.Updates.Single(update => update.Tier.Name == "total");
        Assert.Equal((UpdateKind.State, new Position("aaaaaaaa", 1)), (total.Kind, total.Position));
        Assert.Equal(StateHash.Of(total.Data.Span), total.Hash);
    }

    [Fact]
    public void The_next_update_is_a_patch_whose_result_hashes_to_its_hash()
    {
        var head = Fold(null, First, Counter.Add("5", 1)).Commit!.Head;
        var update = Fold(head, Second, Counter.Add("2", 2)).Commit!.Updates.Single(update => update.Tier.Name == "total");
        Assert.Equal((UpdateKind.Patch, new Position("aaaaaaaa", 2)), (update.Kind, update.Position));
        Assert.Equal("""{"total":7}""", Documents.Text(update.Data));
        Assert.Equal(update.Hash, StateHash.Of(MergePatch.Apply(head.State.Documents["total"], update.Data)));
    }

    [Fact]
    public void A_batch_moves_a_document_once_and_keeps_every_log_entry_in_order()
    {
        var commit = Fold(null, First, Counter.Add("5", 1), Counter.Add("2", 2), Counter.Add("1", 3)).Commit!;
        Assert.Equal(["total", "steps"], commit.Updates.Select(update => update.Tier.Name));
        Assert.Equal("""[{"by":5},{"by":2},{"by":1}]""", Documents.Text(commit.Updates[1].Data));
        Assert.Equal("""{"n":8}""", Documents.Text(commit.Head.State.Memory));
    }

    [Fact]
    public void The_hash_of_a_log_chains_all_its_entries_however_they_were_batched()
    {
        var together = Fold(null, First, Counter.Add("5", 1), Counter.Add("2", 2)).Commit!;
        var head = Fold(null, First, Counter.Add("5", 1)).Commit!.Head;
        var apart = Fold(head, Second, Counter.Add("2", 2)).Commit!;
        Assert.Equal(together.Head.Tiers["steps"].Hash, apart.Head.Tiers["steps"].Hash);
    }

    [Fact]
    [Trait("Requirement", "21")]
    public void A_delivery_that_says_nothing_new_makes_no_update_and_no_commit()
    {
        var head = Fold(null, First, Counter.Add("5", 1)).Commit!.Head;
        var result = Fold(head, Second, Counter.Add("0", 2));
        Assert.Null(result.Commit);
        Assert.Equal(1, result.Unchanged);
    }

    [Fact]
    public void A_delivery_seen_before_changes_nothing()
    {
        var head = Fold(null, First, Counter.Add("5", 1), Counter.Add("2", 2)).Commit!.Head;
        var again = Fold(head, Second, Counter.Add("5", 1), Counter.Add("2", 2), Counter.Add("3", 3));
        Assert.Equal((2, 1), (again.Repeated, again.Folded));
        Assert.Equal("""{"n":10}""", Documents.Text(again.Commit!.Head.State.Memory));
    }

    [Fact]
    [Trait("Requirement", "1")]
    public void What_a_poll_says_after_a_later_one_changes_nothing()
    {
        var head = Fold(null, First, Turn(Counter.Add("5", 1), 8)).Commit!.Head;
        var late = Fold(head, Second, Turn(Counter.Add("2", 2), 7), Turn(Counter.Add("1", 3), 8));
        Assert.Equal((1, 1), (late.Overtaken, late.Folded));
        Assert.Equal("""{"n":6}""", Documents.Text(late.Commit!.Head.State.Memory));
    }

    [Fact]
    [Trait("Requirement", "21")]
    public void A_later_poll_that_confirms_what_is_known_silences_an_earlier_one_without_an_update()
    {
        var head = Fold(null, First, Turn(Counter.Add("5", 1), 7)).Commit!.Head;
        var confirmed = Fold(head, Second, Turn(Counter.Add("0", 2), 9)).Commit!;
        Assert.Empty(confirmed.Updates);
        Assert.Equal(1, Fold(confirmed.Head, Second, Turn(Counter.Add("2", 3), 8)).Overtaken);
    }

    [Fact]
    public void A_hub_that_was_created_anew_does_not_mute_a_topic()
    {
        var head = Fold(null, First, Counter.Add("5", 900)).Commit!.Head;
        var anew = Fold(head, Second, Counter.Add("2", 0, enqueuedSeconds: 1_000));
        Assert.Equal(1, anew.Folded);
    }

    [Fact]
    public void A_topic_that_moved_to_another_partition_goes_on_where_it_was()
    {
        var head = Fold(null, First, Counter.Add("5", 900)).Commit!.Head;
        var moved = Fold(head, Second, Counter.Add("5", 3, "1", enqueuedSeconds: 900), Counter.Add("2", 4, "1", enqueuedSeconds: 901));
        Assert.Equal((1, 1), (moved.Repeated, moved.Folded));
    }

    [Fact]
    [Trait("Requirement", "162")]
    public void A_bad_delivery_becomes_a_dead_letter_and_its_neighbours_are_folded()
    {
        var result = Fold(null, First, Counter.Add("5", 1), Counter.Add("\"bad\"", 2), Counter.Add("\"bug\"", 3), Counter.Add("2", 4));
        Assert.Equal("""{"n":7}""", Documents.Text(result.Commit!.Head.State.Memory));
        Assert.Equal([(Rejection.Malformed, 2L), (Rejection.Fault, 3L)], result.DeadLetters.Select(dead => (dead.Reason, dead.Delivery.Place.Sequence)));
        Assert.Equal(4, result.Commit.Head.Fence.Sequence);
    }

    [Fact]
    public void A_topic_that_would_outgrow_a_message_keeps_its_state()
    {
        var head = Fold(null, First, Counter.Add("5", 1)).Commit!.Head;
        var result = Fold(head, Second, Counter.Add("\"huge\"", 2));
        Assert.Null(result.Commit);
        Assert.Equal(Rejection.TooLarge, Assert.Single(result.DeadLetters).Reason);
    }

    [Fact]
    public void Updates_that_leave_the_window_are_trimmed_within_one_transaction()
    {
        var feed = new Counter { Tiers = [TierSpec.State("total") with { Window = 3 }, TierSpec.Log("steps") with { Window = 5 }] };
        Head? head = null;
        List<(string Tier, long Offset)> trimmed = [];
        for (var i = 1; i <= 9; i++)
        {
            var commit = TopicFold.Fold(feed, Counter.Topic, head, [Counter.Add("1", i)], new($"cccccccc-{i}", Counter.Start)).Commit!;
            Assert.True(1 + commit.Updates.Count + commit.Trimmed.Count <= 100);
            trimmed.AddRange(commit.Trimmed);
            head = commit.Head;
        }

        Assert.Equal((7L, 5L), (head!.Tiers["total"].First, head.Tiers["steps"].First));
        Assert.Equal([1, 2, 3, 4, 5, 6], trimmed.Where(row => row.Tier == "total").Select(row => row.Offset));
        Assert.Equal([1, 2, 3, 4], trimmed.Where(row => row.Tier == "steps").Select(row => row.Offset));
    }

    private static Delivery Turn(Delivery delivery, long turn) => delivery with { Raw = delivery.Raw with { Turn = turn } };

    private static TopicFolded Fold(Head? head, CommitStamp stamp, params Delivery[] deliveries) =>
        TopicFold.Fold(new Counter(), Counter.Topic, head, deliveries, stamp);
}
