using Azure;
using LiveView.Core.Flow;
using LiveView.Core.Wire;
using LiveView.Handler.State;

namespace LiveView.Handler.Tests.Stations;

/// <summary>What is committed is committed once and published in order, whatever dies, answers late or comes twice on the way.</summary>
public sealed class CommitTests : IAsyncLifetime
{
    private World? _world;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private World World => _world ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _world = await World.StartAsync(Token, isOwed: true);

    public ValueTask DisposeAsync() => World.DisposeAsync();

    [Fact]
    [Trait("Requirement", "1")]
    public async Task A_commit_whose_answer_was_lost_is_known_by_its_id_and_not_made_twice()
    {
        await World.Batch.RunAsync(Tape.Batch(1, 1), Token);
        var lost = 0;
        World.Tables.LosesAnswer = request => request.Uri.ToString().Contains("$batch", StringComparison.Ordinal) && Interlocked.Increment(ref lost) == 1;
        await World.Batch.RunAsync(Tape.Batch(2, 2), Token);
        Assert.True(lost > 1); // it was tried again, and the second try met the first
        Assert.Equal([1, 2], await OffsetsAsync());
        Assert.Equal([1, 2], World.Sent(Tape.Page));
    }

    [Fact]
    public async Task A_commit_that_lost_against_another_writes_nothing()
    {
        await World.Batch.RunAsync(Tape.Batch(1, 1), Token);
        var stale = await World.Store.LoadAsync(Tape.Topic, Token);
        await World.Batch.RunAsync(Tape.Batch(2, 2), Token);
        Assert.Null(await World.Store.CommitAsync(stale, Commit(stale, 3), null, Token));
        Assert.Equal([1, 2], await OffsetsAsync());
    }

    [Fact]
    public async Task A_refused_raw_is_kept_before_its_batch_is_acknowledged_or_the_batch_comes_again()
    {
        World.Blobs.Before = static _ => Task.FromException(new IOException("The blobs are away."));
        var bad = Boards.Batch(1, RawJson.Write(Tape.Raw(1)), RawJson.Write(Tape.Raw(1) with { Body = "{\"n\":-1}"u8.ToArray() }));
        await Assert.ThrowsAsync<RequestFailedException>(() => World.Batch.RunAsync(bad, Token));
        Assert.Null(await World.HeadAsync(Tape.Topic, Token)); // the fence has not passed it
        World.Blobs.Before = static _ => Task.CompletedTask;
        await World.Batch.RunAsync(bad, Token);
        Assert.Equal(2, (await World.HeadAsync(Tape.Topic, Token))!.Fence.Sequence);
        var kept = 0;
        await foreach (var blob in World.DeadLetterBlobs.GetBlobsAsync(cancellationToken: Token))
            kept += blob.Name.Contains("Malformed", StringComparison.Ordinal) ? 1 : 0;
        Assert.Equal(1, kept);
    }

    [Fact]
    [Trait("Requirement", "4")]
    public async Task What_was_committed_and_not_published_is_published_when_the_batch_comes_again()
    {
        var batch = Tape.Batch(1, 1);
        await World.Store.CommitAsync(null, Commit(null, 1), null, Token); // and here the process died
        await World.Batch.RunAsync(batch, Token);
        Assert.Equal([1], World.Sent(Tape.Page));
        Assert.Equal([1], World.Sent(Tape.Words));
        Assert.Equal([1], await OffsetsAsync());
    }

    [Fact]
    public async Task What_was_committed_and_not_published_is_published_with_the_next_commit_and_before_it()
    {
        var head = await World.Store.CommitAsync(null, Commit(null, 1), null, Token);
        head = await World.Store.CommitAsync(head, Commit(head, 2), null, Token);
        Assert.NotNull(head);
        await World.Batch.RunAsync(Tape.Batch(3, 4), Token);
        Assert.Equal([1, 2, 3], World.Sent(Tape.Page));
        Assert.Equal([1, 2, 3], World.Sent(Tape.Words));
    }

    [Fact]
    public async Task What_is_owed_is_published_by_the_sweep_in_order()
    {
        await World.Batch.RunAsync(Tape.Batch(1, 1), Token);
        await World.TakePubSubAwayAsync();
        await World.Batch.RunAsync(Tape.Batch(2, 2), Token);
        await World.Batch.RunAsync(Tape.Batch(3, 3), Token);
        var before = World.Sent(Tape.Words).Count;
        await World.BringPubSubBackAsync(Token);
        await World.Sweep.RunAsync(default, Token);
        Assert.Equal([2, 3], World.Sent(Tape.Words).Skip(before));
        Assert.Equal(0, await World.RowsAsync(World.OwedTable, Token));
    }

    [Fact]
    public async Task Updates_of_a_topic_are_published_in_the_order_in_which_they_were_committed()
    {
        for (var n = 1; n <= 20; n++)
            await World.Batch.RunAsync(Tape.Batch(n, n), Token);
        Assert.Equal(Enumerable.Range(1, 20).Select(static n => (long)n), World.Sent(Tape.Page));
        Assert.Equal(Enumerable.Range(1, 20).Select(static n => (long)n), World.Sent(Tape.Words));
    }

    [Fact]
    public async Task An_owner_that_wakes_up_late_changes_nothing_that_the_new_owner_did()
    {
        var late = World.Owner();
        await late.RunAsync(Tape.Batch(1, 1), Token); // remembers the head, and falls asleep
        await World.Batch.RunAsync(Tape.Batch(2, 3), Token);
        var before = await World.HeadAsync(Tape.Topic, Token);
        await late.RunAsync(Tape.Batch(2, 2), Token);
        var after = await World.HeadAsync(Tape.Topic, Token);
        Assert.Equal((before!.CommitId, before.Fence), (after!.CommitId, after.Fence));
        await late.RunAsync(Tape.Batch(3, 4), Token);
        Assert.Equal(4, (await World.HeadAsync(Tape.Topic, Token))!.Fence.Sequence);
        Assert.Equal([1, 2, 3], await OffsetsAsync());
    }

    [Fact]
    public async Task A_hub_that_was_created_anew_does_not_mute_a_topic()
    {
        await World.Batch.RunAsync(Tape.Batch(900, 900), Token);
        var anew = Tape.Batch(1, 1);
        await World.Owner().RunAsync(anew with { Events = [anew.Events[0] with { Enqueued = Boards.Start.AddHours(1) }] }, Token);
        Assert.Equal([1, 2], await OffsetsAsync());
        Assert.Equal(1, (await World.HeadAsync(Tape.Topic, Token))!.Fence.Sequence);
    }

    [Fact]
    public async Task A_topic_whose_head_is_gone_begins_anew_over_the_rows_of_its_old_history()
    {
        for (var n = 1; n <= 3; n++)
            await World.Batch.RunAsync(Tape.Batch(n, n), Token);
        await World.Topics.DeleteEntityAsync("tape:one", HeadRow.Key, cancellationToken: Token);
        for (var n = 4; n <= 5; n++)
            await World.Owner().RunAsync(Tape.Batch(n, n), Token);
        var head = await World.HeadAsync(Tape.Topic, Token);
        Assert.Equal(2, head!.Tiers["page"].Position.Offset);
        var updates = await World.Store.ReadAsync(Tape.Page, 1, 2, Token);
        Assert.All(updates, update => Assert.Equal(head.Tiers["page"].Position.Epoch, update.Position.Epoch));
    }

    [Fact]
    public async Task A_batch_that_one_commit_has_no_room_for_is_folded_whole()
    {
        await World.Batch.RunAsync(Tape.Batch(1, 250), Token);
        var head = await World.HeadAsync(Tape.Topic, Token);
        Assert.Equal((3L, 250L), (head!.Tiers["words"].Position.Offset, head.Fence.Sequence));
        Assert.Equal([1, 2, 3], World.Sent(Tape.Words));
    }

    [Fact]
    [Trait("Requirement", "17")]
    public async Task A_row_that_a_killed_process_left_in_the_list_is_taken_out_by_the_sweep()
    {
        var killed = 0;
        await World.Batch.RunAsync(Tape.Batch(1, 1), Token);
        World.Lists.Before = request => request.Method.Method == "DELETE" && Interlocked.Increment(ref killed) > 0
            ? Task.FromException(new InvalidOperationException("The process is killed."))
            : Task.CompletedTask;
        var head = await World.Store.LoadAsync(Tape.Topic, Token);
        var commit = Commit(head, 2);
        commit = commit with { Head = commit.Head with { Updated = commit.Head.Updated.AddMinutes(2) } };
        var moved = await World.Store.CommitAsync(head, commit, RecentTopics.KeyFor(head, commit.Head), Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => World.Recent.ShowAsync(head!.ListedAs, moved!, Token));
        World.Lists.Before = static _ => Task.CompletedTask;
        Assert.Equal((1, 2), (killed, await World.RowsAsync(World.RecentTable, Token)));
        await World.Sweep.RunAsync(default, Token);
        Assert.Equal(1, await World.RowsAsync(World.RecentTable, Token));
        await foreach (var listed in World.Recent.ReadAsync("tape", 10, Token))
            Assert.Equal(2, listed.Tiers["page"].Position.Offset);
    }

    [Fact]
    public async Task A_topic_that_was_committed_and_not_listed_is_listed_by_its_next_owner()
    {
        var commit = Commit(null, 1);
        await World.Store.CommitAsync(null, commit, RecentTopics.KeyFor(null, commit.Head), Token); // and here the process died
        await World.Batch.RunAsync(Tape.Batch(2, 2), Token);
        Assert.Equal(1, await World.RowsAsync(World.RecentTable, Token));
    }

    private static Commit Commit(StoredHead? head, long n)
    {
        var batch = Tape.Batch(n, n);
        var delivery = new Delivery(Tape.Raw(n), new("0", n, batch.Events[0].Enqueued));
        return TopicFold.Fold(new Tape(), Tape.Topic, head?.Head, [delivery], new($"{n:x8}", TimeProvider.System.GetUtcNow())).Commit
            ?? throw new InvalidOperationException("It moves the tape.");
    }

    private async Task<List<long>> OffsetsAsync() =>
        [.. (await World.Store.ReadAsync(Tape.Page, 0, 1_000, Token)).Select(static update => update.Position.Offset)];
}
