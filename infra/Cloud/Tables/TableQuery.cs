using System.Text;
using Azure;

namespace LiveView.Cloud.Tables;

/// <summary>The query part of an address: what to read, and from where on.</summary>
internal sealed record TableQuery(string? Filter, int? Top, IEnumerable<string>? Select)
{
    // The service names the next row in two headers; callers see one token, of two lines, for a header is always one.
    private const string NextPartition = "x-ms-continuation-NextPartitionKey";
    private const string NextRow = "x-ms-continuation-NextRowKey";

    public string? Continuation { get; init; }

    public static string? ReadContinuation(Response response) =>
        !response.Headers.TryGetValue(NextPartition, out var partition) ? null
        : response.Headers.TryGetValue(NextRow, out var row) ? $"{partition}\n{row}"
        : partition;

    public override string ToString()
    {
        var query = new StringBuilder();
        Append(query, "$filter", Filter);
        Append(query, "$select", Select is null ? null : string.Join(',', Select));
        Append(query, "$top", Top is { } top ? $"{top}" : null);
        if (Continuation?.Split('\n') is [var partition, .. var rest])
        {
            Append(query, "NextPartitionKey", partition);
            Append(query, "NextRowKey", rest is [var row] ? row : null);
        }
        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
