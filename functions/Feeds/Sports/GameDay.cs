using System.Globalization;

namespace LiveView.Feeds.Sports;

/// <summary>
/// The date that people give a match: the Eastern date of North American leagues, where a game at 22:30 belongs to that evening
/// and not to the next day in London; the UTC date elsewhere.
/// </summary>
/// <remarks>
/// The rule for Eastern time is written out (United States, since 2007), because a pure function cannot depend on the time zone
/// files of the machine it runs on.
/// </remarks>
internal static class GameDay
{
    public static string Of(League league, DateTimeOffset start)
    {
        var utc = start.UtcDateTime;
        var local = league.IsEastern ? utc + TimeSpan.FromHours(IsSummer(utc) ? -4 : -5) : utc;
        return local.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }

    // From the second Sunday of March, 02:00 standard time, to the first Sunday of November, 02:00 daylight time.
    private static bool IsSummer(DateTime utc) =>
        utc >= Sunday(utc.Year, 3, 8) + TimeSpan.FromHours(7) && utc < Sunday(utc.Year, 11, 1) + TimeSpan.FromHours(6);

    private static DateTime Sunday(int year, int month, int notBefore)
    {
        var day = new DateTime(year, month, notBefore, 0, 0, 0, DateTimeKind.Utc);
        return day + TimeSpan.FromDays((7 - (int)day.DayOfWeek) % 7);
    }
}
