namespace LiveView.Local.Host;

/// <summary>When a timer ran and when it is due, in local time, as the status blob and <c>ScheduleStatus</c> spell it.</summary>
internal sealed record TimerStatus(DateTime Last, DateTime Next, DateTime LastUpdated)
{
    /// <summary>What <see cref="Last"/> says before the first run.</summary>
    public static DateTime Never => DateTime.SpecifyKind(default, DateTimeKind.Local);
}
