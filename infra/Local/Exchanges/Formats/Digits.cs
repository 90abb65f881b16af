using System.Globalization;

namespace LiveView.Local.Exchanges.Formats;

/// <summary>Numbers and times as exchanges write them.</summary>
internal static class Digits
{
    /// <summary>With exactly so many digits after the point.</summary>
    public static string Fixed(decimal number, int digits) => number.ToString($"F{digits}", CultureInfo.InvariantCulture);

    /// <summary>How many digits a step has after the point.</summary>
    public static int Of(decimal step) => step.Scale;

    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static string Seconds(DateTimeOffset time) => ((time - DateTimeOffset.UnixEpoch).Ticks / 10_000_000m).ToString("F6", CultureInfo.InvariantCulture);
}
