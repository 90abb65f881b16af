using System.Globalization;
using NCrontab;

namespace LiveView.Local.Host;

/// <summary>When a timer fires: NCRONTAB with five or six fields, read by the real host's own parser, or a constant interval.</summary>
internal sealed class Schedule
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    private Schedule(CrontabSchedule? cron, TimeSpan interval) => (_cron, _interval) = (cron, interval);

    /// <summary>Cron knows clock changes, an interval does not.</summary>
    public bool AdjustForDst => _cron is not null;

    /// <summary>Cron if it can be read as cron, else an interval.</summary>
    /// <exception cref="HostConfigurationException">It is neither form.</exception>
    public static Schedule Parse(string text)
    {
        var seconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length != 5;
        if (CrontabSchedule.TryParse(text, new() { IncludingSeconds = seconds }) is { } cron)
            return new(cron, default);
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
            return new(null, interval);
        throw new HostConfigurationException($"The schedule expression '{text}' was not recognized as a valid cron expression or timespan string.");
    }

    public DateTime Next(DateTime after) => _cron?.GetNextOccurrence(after) ?? after + _interval;

    /// <summary>Whether the schedule fires more than once a minute after <paramref name="now"/>; then nobody keeps its status.</summary>
    public bool IsTooFrequentToMonitor(DateTime now)
    {
        var previous = Next(now);
        for (var count = 0; count < 5; count++)
        {
            var next = Next(previous);
            if (next - previous < Minute)
                return true;
            previous = next;
        }
        return false;
    }
}
