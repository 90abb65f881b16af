using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveView.Cloud.Tables;

/// <summary>What the real service takes. Source: "Understanding the Table service data model" and "Performing entity group transactions".</summary>
internal static partial class TableLimits
{
    public const int TransactionActions = 100;
    public const int TransactionBytes = 4 << 20;
    public const int EntityBytes = 1 << 20;
    public const int Properties = 252;
    public const int KeyChars = 512;
    public const int NameChars = 255;
    public const int ValueBytes = 64 << 10;
    public const int ValueChars = 32 << 10;
    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> ForbiddenInKeys = SearchValues.Create(
        [.. "/\\#?", .. Enumerable.Range(0, 0x20).Select(c => (char)c), .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c)]);

    public static void CheckTable(string name)
    {
        if (!TableName.IsMatch(name))
            throw new TableLimitException($"'{name}' cannot name a table: 3 to 63 letters and digits, no digit first.");
    }

    public static void CheckKey(string kind, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length > KeyChars)
            throw new TableLimitException($"{kind} has {key.Length} characters; {KeyChars} is the most.");
        if (key.AsSpan().IndexOfAny(ForbiddenInKeys) is >= 0 and var at)
            throw new TableLimitException($"{kind} has U+{(int)key[at]:X4} at {at}; / \\ # ? and control characters are not allowed in keys.");
        CheckText(kind, key);
    }

    /// <summary>Checks a row as a whole and each of its values.</summary>
    public static void Check(TableEntity entity)
    {
        CheckKey(nameof(entity.PartitionKey), entity.PartitionKey);
        CheckKey(nameof(entity.RowKey), entity.RowKey);
        if (entity.Count > Properties)
            throw new TableLimitException($"The row has {entity.Count} properties; {Properties} is the most.");
        // How the service counts: 4 bytes, the keys in UTF-16, and for each property 8 bytes, its name in UTF-16 and its value.
        var size = 4 + ((entity.PartitionKey.Length + entity.RowKey.Length) * 2);
        foreach (var (name, value) in entity)
            size += 8 + (name.Length * 2) + Check(name, value);
        if (size > EntityBytes)
            throw new TableLimitException($"The row takes {size} bytes; {EntityBytes} is the most.");
    }

    private static int Check(string name, object? value)
    {
        if (name.Length is 0 or > NameChars || !(char.IsLetter(name[0]) || name[0] == '_') || !name.All(c => char.IsLetterOrDigit(c) || c == '_'))
            throw new TableLimitException($"'{name}' cannot name a property: letters, digits and _, no digit first, at most {NameChars}.");
        switch (value)
        {
            case string { Length: > ValueChars } text:
                throw new TableLimitException($"{name} has {text.Length} characters; {ValueChars} is the most.");
            case string text:
                CheckText(name, text);
                return 4 + (text.Length * 2);
            case byte[] { Length: > ValueBytes } bytes:
                throw new TableLimitException($"{name} has {bytes.Length} bytes; {ValueBytes} is the most.");
            case byte[] bytes:
                return 4 + bytes.Length;
            case DateTimeOffset time when time < Earliest:
                throw new TableLimitException($"{name} is {time:O}; the earliest time that a table keeps is {Earliest:O}.");
            default:
                return 16;
        }
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9]{2,62}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TableName { get; }

    // Half of a surrogate pair has no UTF-8; it would be replaced and another text kept.
    private static void CheckText(string name, string text)
    {
        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw new TableLimitException($"{name} is not well-formed Unicode.");
        }
    }
}
