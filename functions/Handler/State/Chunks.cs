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

    public static ReadOnlyMemory<byte> Read(TableEntity row, string name)
    {
        if (row.GetBinary($"{name}0") is not { } first)
            throw new FormatException($"The row {row.PartitionKey} {row.RowKey} has no {name}.");
        if (first.Length < Size)
            return first;
        using var all = new MemoryStream();
        byte[]? chunk = first;
        for (var i = 1; chunk is not null; chunk = row.GetBinary($"{name}{i++}"))
            all.Write(chunk);
        return all.ToArray();
    }
}
