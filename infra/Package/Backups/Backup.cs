using System.IO.Compression;
using LiveView.Cloud.Tables;

namespace LiveView.Package.Backups;

/// <summary>
/// Copies tables into one file while they are in use. A topic is one partition, and its head and updates belong together: a partition whose head
/// changed while it was read is read again, so that each topic is as it was at one moment. Different topics are of different moments.
/// </summary>
internal sealed class Backup(Func<string, TableClient> open, TextWriter output)
{
    private const string Head = "head";
    private const int Attempts = 10;

    /// <summary>Writes the file.</summary>
    /// <returns>How many rows it holds.</returns>
    /// <exception cref="InvalidOperationException">A topic never stood still; try again when less is going on.</exception>
    public async Task<int> WriteAsync(string path, IReadOnlyList<string> tables, CancellationToken token)
    {
        var all = 0;
        await using var file = File.Create(path);
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: false, entryNameEncoding: null, token);
        foreach (var name in tables)
        {
            var table = open(name);
            await using var entry = await zip.CreateEntry($"{name}.jsonl").OpenAsync(token);
            await using var lines = new StreamWriter(entry);
            var rows = 0;
            List<TableEntity> partition = [];
            await foreach (var row in table.QueryAsync(filter: null, cancellationToken: token))
            {
                if (partition.Count > 0 && partition[0].PartitionKey != row.PartitionKey)
                {
                    rows += await WriteAsync(table, partition, lines, token);
                    partition = [];
                }

                partition.Add(row);
            }

            rows += await WriteAsync(table, partition, lines, token);
            await output.WriteLineAsync($"{name}: {rows} rows");
            all += rows;
        }

        return all;
    }

    private static async Task<int> WriteAsync(TableClient table, List<TableEntity> partition, StreamWriter lines, CancellationToken token)
    {
        var attempt = 0;
        while (partition.Find(static row => row.RowKey == Head) is { } head)
        {
            var now = await table.GetEntityIfExistsAsync(head.PartitionKey, Head, ["RowKey"], token);
            if (now.HasValue && now.Value!.ETag == head.ETag) // a row that exists has a value
                break;
            if (attempt++ == Attempts)
                throw new InvalidOperationException($"{head.PartitionKey} changed {Attempts} times while it was read.");
            partition = [];
            await foreach (var row in table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {head.PartitionKey}"), cancellationToken: token))
                partition.Add(row);
        }

        foreach (var row in partition)
            await lines.WriteLineAsync(RowJson.Write(row).AsMemory(), token);
        return partition.Count;
    }
}
