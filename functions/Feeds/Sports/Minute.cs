using System.Globalization;

namespace LiveView.Feeds.Sports;

/// <summary>The minute of a clock that counts up: <c>90'+4'</c> is 90 and 4 added.</summary>
internal readonly record struct Minute(int Played, int? Added)
{
    /// <summary>
    /// Reads <c>^(\d+)'(?:\+(\d+)')?$</c>. Only the text tells the minute: the provider's seconds stand still in added time.
    /// </summary>
    public static Minute? Parse(string? text)
    {
        if (text is null || text.Length > 12 || !text.EndsWith('\''))
            return null;
        var parts = text.Split('+');
        if (parts.Length > 2 || Whole(parts[0]) is not { } played)
            return null;
        if (parts.Length == 1)
            return new(played, null);
        return Whole(parts[1]) is { } added ? new(played, added) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Added is null
        ? Played.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Played}+{Added}");

    private static int? Whole(string part) =>
        part.EndsWith('\'') && int.TryParse(part.AsSpan(0, part.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;
}
