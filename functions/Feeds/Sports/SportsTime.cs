using System.Globalization;

namespace LiveView.Feeds.Sports;

/// <summary>Reads the times of providers.</summary>
internal static class SportsTime
{
    /// <summary>A time that says its zone, or is UTC by its name; null for what is none.</summary>
    public static DateTimeOffset? Utc(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
