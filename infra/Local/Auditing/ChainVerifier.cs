using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LiveView.Local.Auditing;

/// <summary>
/// Checks a chain of the audit by its own arithmetic: it shares no code with whoever wrote it. Each row's hash is SHA-256 of the hash before it and
/// its body; rows count from 1 without a gap; a body names its own chain and number; and the head says how many there are and how the last ends.
/// </summary>
internal static class ChainVerifier
{
    /// <summary>Checks the lines of one chain.</summary>
    /// <param name="chain">Its name.</param>
    /// <param name="lines">Its rows and its head, as the server gives them.</param>
    /// <param name="rows">How many sound rows there are.</param>
    /// <param name="end">The hash of the last.</param>
    public static IReadOnlyList<ChainFault> Verify(string chain, IEnumerable<string> lines, out int rows, out string end)
    {
        List<ChainFault> faults = [];
        (rows, end) = (0, new string('0', 64));
        (long Count, string Hash)? head = null;
        foreach (var line in lines)
        {
            if (Read(line) is not { } row)
            {
                faults.Add(new("?", "is no row of a chain"));
                continue;
            }

            if (row.Chain != chain)
                faults.Add(new(row.Key, "is of another chain"));
            if (row.Key == "head")
            {
                head = (row.Count, row.Hash);
                continue;
            }

            var number = rows + 1;
            if (row.Key != number.ToString("D12", CultureInfo.InvariantCulture))
                faults.Add(new(row.Key, $"stands where row {number} should"));
            if (Hash(end, row.Body) != row.Hash)
                faults.Add(new(row.Key, "does not follow from the row before it: one of them was changed"));
            if (!Names(row.Body, chain, number))
                faults.Add(new(row.Key, "says another chain or number than its own"));
            (rows, end) = (number, row.Hash);
        }

        if (head is null)
            faults.Add(new("head", "is not there"));
        else if (head.Value.Count != rows || (rows > 0 && head.Value.Hash != end))
            faults.Add(new("head", $"says {head.Value.Count} rows, and there are {rows}, or it ends otherwise"));
        return faults;
    }

    private static string Hash(string before, string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(before + body)));

    private static bool Names(string body, string chain, long number)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.GetProperty("whom").GetString() == chain && json.RootElement.GetProperty("number").GetInt64() == number;
        }
        catch (Exception wrong) when (wrong is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private static (string Chain, string Key, string Hash, string Body, long Count)? Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            string Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            return (Text("chain"), Text("row"), Text("hash"), Text("body"), json.RootElement.TryGetProperty("count", out var count) ? count.GetInt64() : 0);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
