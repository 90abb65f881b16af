using System.Globalization;

namespace LiveView.Feeds.Tv;

/// <summary>Instants are milliseconds of Unix time inside, and ISO 8601 with a zone where people and players read them.</summary>
internal static class Instant
{
    public static string Text(long instant) => At(instant).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset At(long instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant);

    /// <summary>An instant with its zone; what has none says nothing.</summary>
    public static long? Read(string? text) =>
        text is not null && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-ddT".Length)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? at.ToUnixTimeMilliseconds()
            : null;
}
