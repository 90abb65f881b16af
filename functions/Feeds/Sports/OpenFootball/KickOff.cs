using System.Globalization;

namespace LiveView.Feeds.Sports.OpenFootball;

/// <summary>When a match begins: <c>2026-07-19</c> at <c>15:00 UTC-4</c>, or at <c>15:00</c> of the league's own clock.</summary>
internal static class KickOff
{
    public static DateTimeOffset? Read(string? date, string? time, League league)
    {
        if (!DateTime.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return null;
        var parts = time?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Length is 0 or > 2 || !TimeSpan.TryParseExact(parts[0], @"hh\:mm", CultureInfo.InvariantCulture, out var clock))
            return null;
        var local = day + clock;
        if (parts.Length == 1)
            return new DateTimeOffset(DateTime.SpecifyKind(local - Offset(local, league), DateTimeKind.Utc));
        return parts[1].StartsWith("UTC", StringComparison.Ordinal) && Hours(parts[1][3..]) is { } offset
            ? new DateTimeOffset(DateTime.SpecifyKind(local - offset, DateTimeKind.Utc))
            : null;
    }

    private static TimeSpan? Hours(string text)
    {
        if (text.Length == 0)
            return TimeSpan.Zero;
        return text.Length <= 3 && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var hours) && hours is >= -12 and <= 14
            ? TimeSpan.FromHours(hours)
            : null;
    }

    // England's clock, or Central Europe's. The rule of summer time is written out, as a pure function cannot ask the machine for it.
    private static TimeSpan Offset(DateTime local, League league)
    {
        var winter = league.Name.StartsWith("eng.", StringComparison.Ordinal) ? 0 : 1;
        var summer = local >= LastSunday(local.Year, 3) + TimeSpan.FromHours(1 + winter) && local < LastSunday(local.Year, 10) + TimeSpan.FromHours(2 + winter);
        return TimeSpan.FromHours(summer ? winter + 1 : winter);
    }

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 0, 0, 0, DateTimeKind.Unspecified);
        return last - TimeSpan.FromDays((int)last.DayOfWeek);
    }
}
