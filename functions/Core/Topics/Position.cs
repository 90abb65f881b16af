using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LiveView.Core.Topics;

/// <summary>A place in the history of a tier.</summary>
/// <param name="Epoch">Names the history, 1–32 of <c>[A-Za-z0-9]</c>; another epoch is another history.</param>
/// <param name="Offset">Counts the updates of that history, contiguous from 1; 0 is before the first.</param>
public readonly record struct Position(string Epoch, long Offset)
{
    /// <summary>Reads <c>{epoch}:{offset}</c>, with or without the quotes of an ETag.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Position position)
    {
        position = default;
        var plain = text.AsSpan().Trim('"');
        var colon = plain.IndexOf(':');
        if (colon is < 1 or > 32 || plain[..colon].ContainsAnyExcept(EpochLetters))
            return false;
        if (!long.TryParse(plain[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            return false;
        position = new(plain[..colon].ToString(), offset);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}:{Offset}");

    private static readonly System.Buffers.SearchValues<char> EpochLetters =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
}
