using System.Globalization;
using LiveView.Cloud.Tables;

namespace LiveView.Contracts.Tests.Tables;

public abstract partial class TableContract
{
    [Fact]
    public async Task More_than_a_page_of_rows_comes_complete_in_order_and_once()
    {
        string[] expected = [.. Enumerable.Range(0, 1100).Select(i => i.ToString("D4", CultureInfo.InvariantCulture))];
        foreach (var hundred in expected.Chunk(100))
            await Table.SubmitTransactionAsync(hundred.Select(key => new TableTransactionAction(TableTransactionActionType.Add, Row(key))), Token);

        Assert.Equal(expected, await RowKeysAsync(TableClient.CreateQueryFilter($"PartitionKey eq {"p"}")));
    }

    [Fact]
    public async Task Pages_have_the_size_asked_for_and_can_be_taken_up_again()
    {
        foreach (var partition in new[] { "a'b", "c d", "é" })
            await Table.SubmitTransactionAsync(Enumerable.Range(0, 5).Select(i => new TableTransactionAction(TableTransactionActionType.Add, Row($"r'{i} %", "v", partition))), Token);

        List<string> seen = [];
        string? continuation = null;
        do
        {
            await using var pages = Table.QueryAsync(null, 4, null, Token).AsPages(continuation).GetAsyncEnumerator(Token);
            Assert.True(await pages.MoveNextAsync());
            Assert.True(pages.Current.Values.Count <= 4);
            seen.AddRange(pages.Current.Values.Select(row => $"{row.PartitionKey}/{row.RowKey}"));
            continuation = pages.Current.ContinuationToken;
        }
        while (continuation is not null);

        Assert.Equal(15, seen.Count);
        Assert.Equal([.. seen.Order(StringComparer.Ordinal)], seen);
        Assert.Equal(15, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_filter_finds_by_the_value_of_each_type()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var id = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");
        await Table.AddEntityAsync(
            new TableEntity("p", "found")
            {
                { "Text", "it's 'quoted' & 100%" }, { "Yes", true }, { "Int", -7 }, { "Long", 9_007_199_254_740_993L },
                { "Double", 2.0 }, { "Time", time }, { "Id", id }, { "Bytes", new byte[] { 10, 255 } },
            },
            Token);
        await Table.AddEntityAsync(
            new TableEntity("p", "other")
            {
                { "Text", "it" }, { "Yes", false }, { "Int", 7 }, { "Long", 9_007_199_254_740_992L },
                { "Double", 2.5 }, { "Time", time.AddMilliseconds(1) }, { "Id", Guid.Empty }, { "Bytes", new byte[] { 10 } },
            },
            Token);

        // The emulator compares times to the millisecond.
        FormattableString[] filters =
        [
            $"Text eq {"it's 'quoted' & 100%"}", $"Yes eq {true}", $"Int eq {-7}", $"Long eq {9_007_199_254_740_993L}", $"Double eq {2.0}",
            $"Time eq {time}", $"Id eq {id}", $"Bytes eq {new byte[] { 10, 255 }}", $"Int lt {0} and not (Double gt {2.1})",
        ];
        foreach (var filter in filters)
            Assert.Equal((filter.Format, "found"), (filter.Format, string.Join(' ', await RowKeysAsync(TableClient.CreateQueryFilter(filter)))));
    }

    [Fact]
    [Trait("Requirement", "52")]
    public async Task A_value_cannot_become_part_of_the_filter()
    {
        await Table.AddEntityAsync(Row("secret"), Token);

        Assert.Empty(await RowKeysAsync(TableClient.CreateQueryFilter($"RowKey eq {"x' or RowKey ne 'x"}")));
    }

    [Fact]
    public async Task Only_the_fields_asked_for_come()
    {
        await Table.AddEntityAsync(new TableEntity("p", "r") { { "A", 1 }, { "B", 2L }, { "C", "3" } }, Token);

        var found = await Table.GetEntityIfExistsAsync("p", "r", ["B"], Token);
        Assert.Equal(["B"], found.Value?.Keys);
        Assert.Equal(2L, found.Value?.GetInt64("B"));

        await foreach (var row in Table.QueryAsync(null, null, ["RowKey", "A"], Token))
        {
            Assert.Equal("r", row.RowKey);
            Assert.Equal(["A"], row.Keys);
        }
    }

    [Fact]
    public async Task A_row_from_a_query_can_be_changed_with_its_version()
    {
        await Table.AddEntityAsync(Row("r", "1"), Token);

        await foreach (var row in Table.QueryAsync(null, null, null, Token))
        {
            row["Value"] = "2";
            await Table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, Token);
        }

        Assert.Equal("2", (await ReadAsync("r")).GetString("Value"));
    }
}
