using LiveView.Cloud.Tables;

namespace LiveView.Handler.State;

/// <summary>Lays bytes into the properties of a row: a property holds 64 KiB, a row 1 MiB.</summary>
internal static class Chunks
{
    private const int Size = 65_536;

    public static void Write(TableEntity row, string name, ReadOnlyMemory<byte> bytes)
    {
        for (var (i, at) = (0, 0); at < bytes.Length || i == 0; i++, at += Size)
            row[$"{name}{i}"] = bytes.Slice(at, Math.Min(Size, bytes.Length - at)).ToArray();
    }

    /// <summary>Reads what was written; nothing where nothing was.</summary>
    public static ReadOnlyMemory<byte> Find(TableEntity row, string name) => row.ContainsKey($"{name}0") ? Read(row, name) : default;

    public static ReadOnlyMemory<byte> Read(TableEntity row, string name)
    {
        if (row.GetBinary($"{name}0") is not { } first)
            throw new FormatException($"The row {row.PartitionKey} {row.RowKey} has no {name}.");
        if (first.Length < Size)
            return first;
        using var all = new MemoryStream();
        all.Write(first);
        for (var i = 1; row.GetBinary($"{name}{i}") is { } chunk; i++)
            all.Write(chunk);
        return all.ToArray();
    }
}
