using System.Text;

namespace LiveView.Feeds.Sports;

/// <summary>Brings a name down to <c>[a-z0-9]</c>: lower case, marks dropped, Latin letters spelled out, the rest left out.</summary>
/// <remarks>
/// The table stands in for Unicode's compatibility decomposition, which does nothing in a process without culture data;
/// it also knows the letters that do not decompose (<c>ø</c>, <c>ł</c>, <c>ß</c>).
/// </remarks>
internal static class PlainText
{
    private static readonly (string Plain, string Letters)[] Table =
    [
        ("a", "àáâãäåāăąǎ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęěə"), ("g", "ĝğġģǧ"), ("h", "ĥħ"),
        ("i", "ìíîïĩīĭįıǐ"), ("j", "ĵ"), ("k", "ķĸ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉŋ"), ("o", "òóôõöøōŏőǒ"),
        ("r", "ŕŗř"), ("s", "śŝşšſș"), ("t", "ţťŧț"), ("u", "ùúûüũūŭůűųǔ"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
        ("ae", "æ"), ("oe", "œ"), ("ss", "ß"), ("th", "þ"), ("ij", "ĳ"),
    ];

    private static readonly Dictionary<char, string> Spelled =
        Table.SelectMany(static row => row.Letters.Select(letter => (letter, row.Plain))).ToDictionary(static p => p.letter, static p => p.Plain);

    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var lower = char.ToLowerInvariant(c);
            if (char.IsAsciiLetterLower(lower) || char.IsAsciiDigit(lower))
                plain.Append(lower);
            else if (Spelled.TryGetValue(lower, out var spelled))
                plain.Append(spelled);
        }

        return plain.ToString();
    }
}
