using System.Text.Json;
using LiveView.Core.Canonical;

namespace LiveView.Feeds.Sports;

/// <summary>
/// What the log of a match has said so far: which rows stand, and how many entries there are of each type. It is what makes a row seen
/// twice one entry, and an entry's id its own for ever.
/// </summary>
internal sealed class Ledger
{
    private readonly SortedDictionary<string, int> rows = new(StringComparer.Ordinal); // how often it was entered; negative: it is gone
    private readonly SortedDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>The rows that stand.</summary>
    public IEnumerable<string> Standing => rows.Where(static row => row.Value > 0).Select(static row => row.Key);

    /// <summary>The score up to which the log has told it: by rows, or by entries of their own.</summary>
    public Points? Told { get; set; }

    public static Ledger Read(JsonElement memory)
    {
        var ledger = new Ledger();
        Fill(ledger.rows, memory, "rows"u8);
        Fill(ledger.counts, memory, "counts"u8);
        if (memory.Child("told"u8) is { } told)
            ledger.Told = new(told.Whole("home"u8) ?? 0, told.Whole("away"u8) ?? 0);
        return ledger;
    }

    public bool Stands(string row) => rows.GetValueOrDefault(row) > 0;

    /// <summary>Enters a row and gives its entry's id: the row's own words, with a number when it comes back after having gone.</summary>
    public string Enter(string row)
    {
        var times = Math.Abs(rows.GetValueOrDefault(row)) + 1;
        rows[row] = times;
        return times == 1 ? row : $"{row}.again{times}";
    }

    public void Leave(string row) => rows[row] = -Math.Abs(rows.GetValueOrDefault(row));

    /// <summary>The id of the next entry of a type that is not a row.</summary>
    public string Next(string type)
    {
        var number = counts.GetValueOrDefault(type) + 1;
        counts[type] = number;
        return $"{type}.{number}";
    }

    public void Write(CanonicalObject memory) => memory
        .Set("rows", Dump(rows))
        .Set("counts", Dump(counts))
        .Set("told", Told is { } told ? new CanonicalObject().Set("home", told.Home).Set("away", told.Away) : null);

    private static CanonicalObject Dump(SortedDictionary<string, int> numbers)
    {
        var dump = new CanonicalObject();
        foreach (var (name, number) in numbers)
            dump.Set(name, number);
        return dump;
    }

    private static void Fill(SortedDictionary<string, int> numbers, JsonElement memory, ReadOnlySpan<byte> name)
    {
        if (!memory.TryGetProperty(name, out var members))
            return;
        foreach (var member in members.EnumerateObject())
            numbers[member.Name] = member.Value.GetInt32();
    }
}
