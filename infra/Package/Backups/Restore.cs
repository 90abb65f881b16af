using System.IO.Compression;
using LiveView.Cloud.Tables;

namespace LiveView.Package.Backups;

/// <summary>Puts a backup into tables. What is there under the same keys is replaced; what is not in the backup stays, so restore into empty tables.</summary>
internal sealed class Restore(Func<string, TableClient> open, TextWriter output)
{
    /// <summary>Rows under way at once: a table takes thousands a second, a laptop fewer.</summary>
    private const int Lanes = 8;

    /// <summary>Reads the file into the tables it names; tables that are missing are made.</summary>
    /// <returns>How many rows were put.</returns>
    /// <exception cref="FormatException">A line is no row.</exception>
    public async Task<int> ReadAsync(string path, CancellationToken token)
    {
        var all = 0;
        await using var zip = await ZipFile.OpenReadAsync(path, token);
        foreach (var entry in zip.Entries)
        {
            var table = open(Path.GetFileNameWithoutExtension(entry.Name));
            await table.CreateIfNotExistsAsync(token);
            var rows = 0;
            using var lines = new StreamReader(await entry.OpenAsync(token));
            await Parallel.ForEachAsync(LinesAsync(lines, token), new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = token }, async (line, stop) =>
            {
                await table.UpsertEntityAsync(RowJson.Read(line), TableUpdateMode.Replace, stop);
                Interlocked.Increment(ref rows);
            });
            await output.WriteLineAsync($"{table.Name}: {rows} rows");
            all += rows;
        }

        return all;
    }

    private static async IAsyncEnumerable<string> LinesAsync(StreamReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        while (await reader.ReadLineAsync(token) is { } line)
            yield return line;
    }
}
