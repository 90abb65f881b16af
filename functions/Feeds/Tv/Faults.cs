using System.Text.Json;

namespace LiveView.Feeds.Tv;

/// <summary>Reads values out of JSON and notes each that is not what it should be, so that whoever wrote it is told all at once.</summary>
internal sealed class Faults
{
    private const int Most = 8;

    private readonly List<string> _faults = [];

    /// <summary>Whether there is none.</summary>
    public bool AreNone => _faults.Count == 0;

    /// <summary>The first few, as one text.</summary>
    public override string ToString() =>
        string.Join(' ', _faults.Take(Most)) + (_faults.Count > Most ? $" And {_faults.Count - Most} more." : "");

    public void Add(string fault) => _faults.Add(fault);

    /// <summary>A text of up to <paramref name="most"/> characters, without control characters; null where there is none.</summary>
    public string? Text(JsonElement value, string name, int most, bool isNeeded, string where)
    {
        if (!Has(value, name, out var found))
        {
            if (isNeeded)
                Add($"{where} has no {name}.");
            return null;
        }

        var text = found.ValueKind == JsonValueKind.String ? TryText(found) : null;
        if (text is { Length: > 0 } && text.Length <= most && !text.Any(static letter => char.IsControl(letter) || letter is '\uFFFE' or '\uFFFF')) // no XML may hold those two
            return text;
        Add($"{where}: {name} is a text of 1 to {most} characters without control characters.");
        return null;
    }

    /// <summary>A whole number within bounds; <paramref name="usual"/> where there is none, and a fault where there is no usual one.</summary>
    public long Whole(JsonElement value, string name, long least, long most, long? usual, string where)
    {
        if (!Has(value, name, out var found))
        {
            if (usual is null)
                Add($"{where} has no {name}.");
            return usual ?? least;
        }

        if (found.ValueKind == JsonValueKind.Number && found.TryGetInt64(out var number) && number >= least && number <= most)
            return number;
        Add($"{where}: {name} is a whole number from {least} to {most}.");
        return least;
    }

    /// <summary>A path of the library.</summary>
    public MediaPath? Path(JsonElement value, string where)
    {
        if (value.ValueKind == JsonValueKind.String && MediaPath.TryParse(TryText(value), out var path))
            return path;
        Add($"{where} is no path of the library: it begins with {string.Join(", ", MediaPath.Roots)}, and no part of it is empty, or dots, or holds a backslash.");
        return null;
    }

    public static bool Has(JsonElement value, string name, out JsonElement found) =>
        value.TryGetProperty(name, out found) && found.ValueKind != JsonValueKind.Null;

    /// <summary>The elements of an array; none, where there is no array of this name.</summary>
    public static IEnumerable<JsonElement> Array(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.Array ? found.EnumerateArray() : [];

    // A lone surrogate, written as an escape, is no text.
    public static string? TryText(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
