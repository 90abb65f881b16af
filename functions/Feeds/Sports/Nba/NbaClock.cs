using System.Globalization;

namespace LiveView.Feeds.Sports.Nba;

/// <summary>The clock as the league writes it, <c>PT07M15.00S</c>, and as people do: <c>7:15</c>, in the last minute <c>48.3</c>.</summary>
internal static class NbaClock
{
    public static string? Show(string? clock)
    {
        if (clock is null || clock.Length > 20 || !clock.StartsWith("PT", StringComparison.Ordinal) || !clock.EndsWith('S'))
            return null;
        var parts = clock[2..^1].Split('M');
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            || !decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return null;
        return minutes == 0
            ? (decimal.Truncate(seconds * 10) / 10).ToString("0.0", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{minutes}:{(int)seconds:00}");
    }
}
