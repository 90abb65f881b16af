using LiveView.Cloud.Tables;
using LiveView.Handler.State;
using LiveView.Local.Azurite;
using LiveView.Package.Backups;

namespace LiveView.Deployment.Tests.Backups;

/// <summary>What was backed up is what is restored, to the byte and to the type, against real Azurite.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"liveview-{Guid.CreateVersion7()}.zip");
    private AzuriteProcess? _azurite;

    public async ValueTask InitializeAsync() =>
        _azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "93")]
    public async Task A_backup_brings_back_every_row_as_it_was()
    {
        var token = TestContext.Current.CancellationToken;
        var topics = await TableAsync("topics");
        foreach (var row in Rows())
            await topics.AddEntityAsync(row, token);
        var before = await ReadAsync(topics);
        Assert.Equal(Rows().Count, await new Backup(Open, TextWriter.Null).WriteAsync(_file, ["topics"], token));

        foreach (var row in Rows()) // the disaster
            await topics.DeleteEntityAsync(row.PartitionKey, row.RowKey, Azure.ETag.All, token);
        Assert.Empty(await ReadAsync(topics));

        Assert.Equal(before.Count, await new Restore(Open, TextWriter.Null).ReadAsync(_file, token));
        Assert.Equal(before, await ReadAsync(topics));
    }

    [Fact]
    [Trait("Requirement", "93")]
    public void Every_table_of_the_handler_is_backed_up_but_who_is_connected_at_the_moment() =>
        Assert.Equal(StateTables.All.Except([StateTables.Limits]).Order(StringComparer.Ordinal), Account.Tables.Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_topic_that_is_committed_to_meanwhile_is_whole_in_the_backup()
    {
        var token = TestContext.Current.CancellationToken;
        var topics = await TableAsync("topics");
        await topics.AddEntityAsync(new("sports:a", "head") { ["Offset"] = 0L }, token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        var writer = CommitAsync(topics, stop.Token);
        for (var i = 0; i < 5; i++)
            await new Backup(Open, TextWriter.Null).WriteAsync(_file, ["topics"], token);
        await stop.CancelAsync();
        var last = await writer;
        await using var zip = await System.IO.Compression.ZipFile.OpenReadAsync(_file, token);
        using var lines = new StreamReader(await zip.Entries[0].OpenAsync(token));
        TableEntity[] rows = [.. (await lines.ReadToEndAsync(token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(RowJson.Read)];
        var offset = rows[0].GetInt64("Offset");
        Assert.InRange(offset!.Value, 1, last);
        Assert.Equal(offset, rows.Length - 1); // the head and exactly the updates it tells of
    }

    private static async Task<long> CommitAsync(TableClient topics, CancellationToken token)
    {
        var offset = 0L;
        while (!token.IsCancellationRequested)
        {
            offset++;
            await topics.SubmitTransactionAsync(
                [
                    new(TableTransactionActionType.UpsertReplace, new("sports:a", "head") { ["Offset"] = offset }),
                    new(TableTransactionActionType.Add, new("sports:a", $"u:score:{offset:D12}") { ["Offset"] = offset }),
                ],
                CancellationToken.None);
            if (offset % 3 == 0)
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None); // moments in which it can be read
        }

        return offset;
    }

    private static List<TableEntity> Rows() =>
    [
        new("sports:nba.1", "head")
        {
            ["Schema"] = 1, ["Title"] = "A – B", ["Updated"] = new DateTimeOffset(2026, 11, 21, 7, 0, 0, 123, TimeSpan.Zero), ["FenceSequence"] = long.MaxValue,
            ["State0"] = new byte[] { 0, 1, 254, 255 }, ["Listed"] = true, ["Share"] = 0.1, ["Id"] = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), ["Text"] = "{\"it's\":\"quoted\\n\"}",
        },
        new("sports:nba.1", "u:score:000000000001") { ["Bytes0"] = new byte[65_536] },
        .. Enumerable.Range(0, 50).Select(static i => new TableEntity($"sports:nba.{i + 2}", "head") { ["Schema"] = 1, ["Title"] = $"{i}" }),
    ];

    private TableClient Open(string table) => Account.Of(_azurite!.ConnectionString)(table); // set before any test runs

    private async Task<TableClient> TableAsync(string name)
    {
        var table = Open(name);
        await table.CreateIfNotExistsAsync(TestContext.Current.CancellationToken);
        return table;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(TableClient table)
    {
        List<string> rows = [];
        await foreach (var row in table.QueryAsync(filter: null, cancellationToken: TestContext.Current.CancellationToken))
            rows.Add(RowJson.Write(row));
        return rows;
    }
}
