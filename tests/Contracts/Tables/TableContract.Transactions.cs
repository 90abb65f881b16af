using Azure;
using LiveView.Cloud.Tables;

namespace LiveView.Contracts.Tests.Tables;

public abstract partial class TableContract
{
    [Fact]
    public async Task A_transaction_does_every_kind_of_action_and_answers_each()
    {
        foreach (var key in new[] { "merge", "replace", "delete", "upsertReplace" })
            await Table.AddEntityAsync(new TableEntity("p", key) { { "A", 1 }, { "B", 2 } }, Token);
        var merge = (await ReadAsync("merge")).ETag;
        static TableEntity C(string key) => new("p", key) { { "C", 3 } };

        var answers = (await Table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, C("add")),
                new(TableTransactionActionType.UpdateMerge, C("merge"), merge),
                new(TableTransactionActionType.UpdateReplace, C("replace"), ETag.All),
                new(TableTransactionActionType.Delete, C("delete")),
                new(TableTransactionActionType.UpsertMerge, C("upsertMerge")),
                new(TableTransactionActionType.UpsertReplace, C("upsertReplace")),
            ],
            Token)).Value;

        Assert.Equal([204, 204, 204, 204, 204, 204], answers.Select(answer => answer.Status));
        Assert.Equal((await ReadAsync("merge")).ETag, answers[1].Headers.ETag);
        Assert.Equal(["add", "merge", "replace", "upsertMerge", "upsertReplace"], await RowKeysAsync());
        Assert.Equal(["A", "B", "C"], (await ReadAsync("merge")).Keys.Order());
        Assert.Equal(["C"], (await ReadAsync("replace")).Keys);
        Assert.Equal(["C"], (await ReadAsync("upsertReplace")).Keys);
    }

    [Fact]
    public async Task A_transaction_with_one_refused_action_does_nothing_and_names_it()
    {
        await Table.AddEntityAsync(Row("there", "old"), Token);
        await Table.AddEntityAsync(Row("going", "old"), Token);
        var before = await ReadAsync("there");

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpsertReplace, Row("there", "new")),
                new(TableTransactionActionType.Add, Row("new")),
                new(TableTransactionActionType.Delete, Row("going")),
                new(TableTransactionActionType.Add, Row("there2")),
                new(TableTransactionActionType.Add, Row("there2again"), default),
                new(TableTransactionActionType.UpdateMerge, Row("absent"), ETag.All),
            ],
            Token));

        Assert.Equal((404, TableErrorCode.ResourceNotFound, 5), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal(["going", "there"], await RowKeysAsync());
        var after = await ReadAsync("there");
        Assert.Equal(("old", before.ETag), (after.GetString("Value"), after.ETag));
    }

    [Fact]
    public async Task A_stale_head_refuses_the_whole_commit()
    {
        var stale = (await Table.AddEntityAsync(Row("head", "1"), Token)).Headers.ETag ?? default;
        await Table.UpdateEntityAsync(Row("head", "2"), stale, TableUpdateMode.Replace, Token);

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Table.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpdateReplace, Row("head", "3"), stale), new(TableTransactionActionType.Add, Row("u1"))], Token));

        Assert.Equal((412, TableErrorCode.UpdateConditionNotSatisfied, 0), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
        Assert.Equal(["head"], await RowKeysAsync());
    }

    [Fact]
    public async Task Appends_of_many_writers_are_contiguous_and_none_is_lost()
    {
        const int Writers = 8;
        const int Each = 10;
        await Table.AddEntityAsync(new TableEntity("p", "head") { { "Offset", 0 } }, Token);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async _ =>
        {
            for (var done = 0; done < Each;)
            {
                var head = await ReadAsync("head");
                var offset = head.GetInt32("Offset") + 1;
                head["Offset"] = offset;
                try
                {
                    await Table.SubmitTransactionAsync(
                        [new(TableTransactionActionType.UpdateReplace, head, head.ETag), new(TableTransactionActionType.Add, Row($"u{offset:D3}"))], Token);
                    done++;
                }
                catch (TableTransactionFailedException lost) when (lost is { Status: 412, FailedTransactionActionIndex: 0 })
                {
                    // Another writer took this offset; the next round has the next one.
                }
            }
        }));

        Assert.Equal(Writers * Each, (await ReadAsync("head")).GetInt32("Offset"));
        Assert.Equal([.. Enumerable.Range(1, Writers * Each).Select(i => $"u{i:D3}")], (await RowKeysAsync()).Skip(1));
    }

    [Fact]
    public async Task A_hundred_actions_fit_into_one_transaction()
    {
        await Table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"{i:D3}"))), Token);

        Assert.Equal(100, (await RowKeysAsync()).Count);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_refused_on_the_retry_with_the_word_that_tells()
    {
        var etag = (await Table.AddEntityAsync(Row("head", "1"), Token)).Headers.ETag ?? default;
        var lossy = Client(options => options.Transport = new LostAnswers(options.Transport, 1));

        var update = await Assert.ThrowsAsync<TableTransactionFailedException>(() => lossy.SubmitTransactionAsync(
            [new(TableTransactionActionType.UpdateReplace, Row("head", "2"), etag), new(TableTransactionActionType.Add, Row("u1"))], Token));

        Assert.Equal((412, TableErrorCode.UpdateConditionNotSatisfied), (update.Status, update.ErrorCode));
        Assert.Equal("2", (await ReadAsync("head")).GetString("Value"));
        Assert.Equal(["head", "u1"], await RowKeysAsync());

        lossy = Client(options => options.Transport = new LostAnswers(options.Transport, 1));
        var add = await Assert.ThrowsAsync<TableTransactionFailedException>(() => lossy.SubmitTransactionAsync([new(TableTransactionActionType.Add, Row("u2"))], Token));
        Assert.Equal((409, TableErrorCode.EntityAlreadyExists), (add.Status, add.ErrorCode));

        lossy = Client(options => options.Transport = new LostAnswers(options.Transport, 1));
        await RefusedAsync(409, TableErrorCode.EntityAlreadyExists, () => lossy.AddEntityAsync(Row("u3"), Token));
        Assert.Equal(["head", "u1", "u2", "u3"], await RowKeysAsync());
    }

    [Fact]
    public async Task A_deletion_whose_answer_was_lost_ends_well()
    {
        await Table.AddEntityAsync(Row("r"), Token);
        var lossy = Client(options => options.Transport = new LostAnswers(options.Transport, 1));

        Assert.Equal(404, (await lossy.DeleteEntityAsync("p", "r", default, Token)).Status);
        Assert.Empty(await RowKeysAsync());
    }
}
