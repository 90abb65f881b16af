using System.Globalization;
using Azure;
using LiveView.Cloud.Tables;

namespace LiveView.Cloud.Tests.Tables;

/// <summary>The emulator takes most of these; the service does not. Nothing may reach the wire.</summary>
public sealed class TableLimitTests
{
    private readonly TableClient _table = new("UseDevelopmentStorage=true", "topics", new TableClientOptions { Transport = new ScriptedTransport() });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("a/b", "U+002F at 1")]
    [InlineData("a\\b", "U+005C")]
    [InlineData("#", "U+0023")]
    [InlineData("?", "U+003F")]
    [InlineData("a\tb", "U+0009")]
    [InlineData("\u0000", "U+0000")]
    [InlineData("\u007f", "U+007F")]
    [InlineData("\u009f", "U+009F")]
    public async Task A_key_with_a_forbidden_character_says_which_and_where(string key, string where)
    {
        var row = await Refused(() => _table.AddEntityAsync(new TableEntity("p", key), Token));
        Assert.Contains("RowKey has U+", row, StringComparison.Ordinal);
        Assert.Contains(where, row, StringComparison.Ordinal);
        Assert.Contains("PartitionKey has U+", await Refused(() => _table.AddEntityAsync(new TableEntity(key, "r"), Token)), StringComparison.Ordinal);
        Assert.Contains(where, await Refused(() => _table.GetEntityIfExistsAsync("p", key, null, Token)), StringComparison.Ordinal);
        Assert.Contains(where, await Refused(() => _table.DeleteEntityAsync(key, "r", default, Token)), StringComparison.Ordinal);
        Assert.Contains(where, await Refused(() => _table.UpsertEntityAsync(new TableEntity("p", key), TableUpdateMode.Merge, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_has_at_most_512_characters()
    {
        Assert.Contains("513 characters; 512", await Refused(() => _table.AddEntityAsync(new TableEntity("p", new string('k', 513)), Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused_because_it_would_come_back_as_another_text()
    {
        Assert.Contains("not well-formed", await Refused(() => Add("Text", "\ud83d")), StringComparison.Ordinal);
        Assert.Contains("not well-formed", await Refused(() => _table.AddEntityAsync(new TableEntity("\ud83d", "r"), Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_has_at_most_32_Ki_characters_and_bytes_are_at_most_64_KiB()
    {
        Assert.Contains("Text has 32769 characters; 32768", await Refused(() => Add("Text", new string('x', 32769))), StringComparison.Ordinal);
        Assert.Contains("Bytes has 65537 bytes; 65536", await Refused(() => Add("Bytes", new byte[65537])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_has_at_most_252_properties()
    {
        var row = new TableEntity("p", "r");
        for (var i = 0; i < 253; i++)
            row[$"P{i}"] = i;

        Assert.Contains("253 properties; 252", await Refused(() => _table.AddEntityAsync(row, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_takes_at_most_a_mebibyte_as_the_service_counts()
    {
        var row = new TableEntity("p", "r");
        for (var i = 0; i < 16; i++)
            row[$"B{i:D2}"] = new byte[64 << 10];

        // 4, the keys 2 x 2, and 16 x (8 + name 3 x 2 + length 4 + 65536).
        Assert.Contains("1048872 bytes; 1048576", await Refused(() => _table.AddEntityAsync(row, Token)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_begins_in_1601()
    {
        Assert.Contains("earliest time", await Refused(() => Add("Time", new DateTimeOffset(1600, 12, 31, 23, 59, 59, TimeSpan.Zero))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-b")]
    [InlineData("1a")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task A_property_is_named_like_a_variable(string name)
    {
        Assert.Contains("cannot name a property", await Refused(() => Add(name, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_another_type_is_refused_by_name()
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Add("Price", 1.5m));
        Assert.Contains("Price is a Decimal", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t1")]
    [InlineData("1table")]
    [InlineData("my-table")]
    [InlineData("")]
    public void A_table_is_named_by_letters_and_digits(string name)
    {
        Assert.Contains("cannot name a table", Assert.Throws<TableLimitException>(() => new TableClient("UseDevelopmentStorage=true", name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_has_1_to_100_actions()
    {
        Assert.Contains("0 actions; 1 to 100", await Refused(() => Submit([])), StringComparison.Ordinal);
        Assert.Contains("101 actions; 1 to 100", await Refused(() => Submit(Enumerable.Range(0, 101).Select(i => Adding($"{i}")))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_stays_in_one_partition_and_comes_to_each_row_once()
    {
        Assert.Contains("Action 1 is in another partition", await Refused(() => Submit([Adding("r"), new(TableTransactionActionType.Delete, new TableEntity("q", "r"))])), StringComparison.Ordinal);
        Assert.Contains("Action 2 comes to a row for the second time", await Refused(() => Submit([Adding("r"), Adding("s"), new(TableTransactionActionType.Delete, new TableEntity("p", "r"))])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_takes_at_most_4_MiB_on_the_wire()
    {
        var actions = Enumerable.Range(0, 50).Select(i =>
        {
            var action = Adding(i.ToString(CultureInfo.InvariantCulture));
            action.Entity["Bytes"] = new byte[64 << 10];
            return action;
        });

        Assert.Contains("bytes; 4194304 is the most", await Refused(() => Submit(actions)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_without_a_version_is_refused_instead_of_overwriting()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => _table.UpdateEntityAsync(new TableEntity("p", "r"), default, TableUpdateMode.Merge, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Submit([new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "r"))]));
    }

    [Theory]
    [InlineData("PartitionKey")]
    [InlineData("RowKey")]
    [InlineData("Timestamp")]
    public void The_keys_are_not_values(string name)
    {
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "r") { [name] = "x" });
    }

    private static TableTransactionAction Adding(string rowKey) => new(TableTransactionActionType.Add, new TableEntity("p", rowKey) { { "V", 1 } });

    private static async Task<string> Refused(Func<Task> call) => (await Assert.ThrowsAsync<TableLimitException>(call)).Message;

    private Task<Response> Add(string name, object value) => _table.AddEntityAsync(new TableEntity("p", "r") { { name, value } }, Token);

    private Task<Response<IReadOnlyList<Response>>> Submit(IEnumerable<TableTransactionAction> actions) => _table.SubmitTransactionAsync(actions, Token);
}
