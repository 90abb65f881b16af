namespace LiveView.Cloud.Tables;

/// <summary>Addresses within an account, percent-encoded once, here; a quote in a key is doubled first.</summary>
internal sealed class TableAddress(Uri endpoint, string table)
{
    private readonly string _account = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');

    public Uri Tables => new($"{_account}/Tables");

    public Uri Table => new($"{_account}/Tables('{table}')");

    public Uri Batch => new($"{_account}/$batch");

    public Uri Entities => new($"{_account}/{table}");

    public Uri Entity(string partitionKey, string rowKey, string query = "") =>
        new($"{_account}/{table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}'){query}");

    public Uri Query(string query) => new($"{_account}/{table}(){query}");

    private static string Quoted(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
