using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LiveView.Feeds.Tv;

/// <summary>
/// Where an item lies in the library, and what it is known by: <c>shows/Kangaroo &amp; Co/s01e01</c>. Any letters may be in it, but it begins with
/// one of <see cref="Roots"/>, it cannot climb out of it, and nothing in it means anything to a shell, a console or a table.
/// </summary>
/// <remarks>It is parsed once, at the edge; a path that exists is one of ours. Code points are compared as they are: no form is folded.</remarks>
public readonly record struct MediaPath
{
    /// <summary>The longest path, in bytes of UTF-8: a blob's name has at most 1,024 characters, encoded.</summary>
    public const int MaxBytes = 300;

    private readonly string? _text;

    private MediaPath(string text) => _text = text;

    /// <summary>The folders that a catalogue may name.</summary>
    public static IReadOnlyList<string> Roots { get; } = ["shows", "films", "bumpers"];

    /// <summary>Whether it is a short thing between two programmes.</summary>
    public bool IsBumper => ToString().StartsWith("bumpers/", StringComparison.Ordinal);

    /// <summary>Reads a path, or says no.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out MediaPath path)
    {
        path = default;
        if (text is null || text.Split('/') is not [var root, _, ..] parts || !Roots.Contains(root) || !parts.All(IsPart) || HasLoneSurrogate(text))
            return false;
        path = new(text);
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes;
    }

    /// <summary>As it stands in an address: every part percent-encoded, the slashes kept.</summary>
    public string ToAddress() => string.Join('/', ToString().Split('/').Select(Uri.EscapeDataString));

    /// <inheritdoc/>
    public override string ToString() => _text ?? "";

    // A name of nothing but dots climbs or stands still; one that ends with a dot or a blank is another name to some storages; and an encoded
    // slash is a slash to whoever decodes once too often.
    private static bool IsPart(string part) =>
        part.Length > 0 && !part.Contains("%2f", StringComparison.OrdinalIgnoreCase) && !part.Contains("%5c", StringComparison.OrdinalIgnoreCase) && part[^1] is not ('.' or ' ') && part[0] != ' ' && !part.Any(static letter => char.IsControl(letter) || letter == '\\');

    private static bool HasLoneSurrogate(string text)
    {
        var open = false;
        foreach (var letter in text)
        {
            if (char.IsLowSurrogate(letter) != open)
                return true;
            open = char.IsHighSurrogate(letter);
        }

        return open;
    }
}
