using System.Security.Cryptography;
using Azure;
using LiveView.Cloud.Tables;

namespace LiveView.Contracts.Tests.Tables;

/// <summary>What Live View relies on in a table, wherever the table is. Every test has a table of its own.</summary>
public abstract partial class TableContract(string connectionString) : IAsyncLifetime
{
    private readonly string _name = $"contract{RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    private TableClient Table => field ??= Client();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Table.CreateIfNotExistsAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await Table.DeleteAsync(CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    private TableClient Client(Action<TableClientOptions>? configure = null, string? name = null)
    {
        var options = new TableClientOptions();
        configure?.Invoke(options);
        return new TableClient(connectionString, name ?? _name, options);
    }

    private static TableEntity Row(string rowKey, string value = "v", string partitionKey = "p") => new(partitionKey, rowKey) { { "Value", value } };

    private async Task<TableEntity> ReadAsync(string rowKey, string partitionKey = "p")
    {
        var found = await Table.GetEntityIfExistsAsync(partitionKey, rowKey, null, Token);
        Assert.True(found.HasValue, $"There is no row {partitionKey}/{rowKey}.");
        return found.Value ?? throw new InvalidOperationException("A value that is there is not null.");
    }

    private async Task<List<string>> RowKeysAsync(string? filter = null)
    {
        List<string> keys = [];
        await foreach (var row in Table.QueryAsync(filter, null, null, Token))
            keys.Add(row.RowKey);
        return keys;
    }

    private static async Task<RequestFailedException> RefusedAsync(int status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAnyAsync<RequestFailedException>(call);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
        return refused;
    }
}
