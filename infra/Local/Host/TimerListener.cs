using Newtonsoft.Json.Linq;

namespace LiveView.Local.Host;

/// <summary>
/// Fires one timer: never twice at a time, at once if it is overdue, once only for however many it missed. The status is written after
/// each run, so that a run missed while nobody was there is made up for, once, as past due.
/// </summary>
internal sealed partial class TimerListener(FunctionManifest function, TimerTrigger trigger, Invoker invoker, TimerStatuses statuses, TimeProvider time, ILogger logger)
{
    // A longer wait is made of several, as in the real host.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);

    private readonly bool _monitored = trigger.UseMonitor && !trigger.Schedule.IsTooFrequentToMonitor(time.GetLocalNow().DateTime);
    private TimerStatus? _status;

    private DateTime Now => time.GetLocalNow().LocalDateTime;

    public async Task ListenAsync(Intake intake)
    {
        var next = trigger.Schedule.Next(Now);
        if (_monitored)
        {
            var pastDue = await ReadStatusAsync(intake.Taking);
            next = _status?.Next ?? next;
            if (pastDue)
                next = await RunAsync(Now, isPastDue: true, intake);
        }
        if (trigger.RunOnStartup)
            next = await RunAsync(Now, isPastDue: false, intake);
        while (!intake.Taking.IsCancellationRequested)
        {
            await WaitUntilAsync(next, intake.Taking);
            // A clock that is early by a hair must not make the same occurrence come again.
            next = await RunAsync(Now is var fired && fired > next ? fired : next, isPastDue: false, intake);
        }
    }

    /// <summary>The trigger's value, as the host gives it to a manual call too.</summary>
    public Envelope Bind(Envelope envelope, bool isPastDue) => envelope.Data(trigger.Name, new JObject
    {
        ["Schedule"] = new JObject { ["AdjustForDST"] = trigger.Schedule.AdjustForDst },
        ["ScheduleStatus"] = _monitored && _status is { } status ? JObject.FromObject(status) : null,
        ["IsPastDue"] = isPastDue,
    });

    private async Task<DateTime> RunAsync(DateTime fired, bool isPastDue, Intake intake)
    {
        var outcome = await invoker.ExecuteAsync(function, envelope => Bind(envelope, isPastDue), intake.Running);
        var next = trigger.Schedule.Next(fired);
        if (_monitored && outcome is not Outcome.Cancelled)
        {
            _status = new(fired, next, Now);
            await WriteStatusAsync(_status);
        }
        return next;
    }

    /// <summary>Whether the recorded next run was missed. A changed schedule starts anew, and has missed nothing.</summary>
    private async Task<bool> ReadStatusAsync(CancellationToken token)
    {
        _status = await statuses.ReadAsync(function.Name, token);
        if (_status is { } known && (known.Last == TimerStatus.Never || trigger.Schedule.Next(known.Last) == known.Next))
            return Now > known.Next;
        _status = new(TimerStatus.Never, trigger.Schedule.Next(Now), TimerStatus.Never);
        await WriteStatusAsync(_status);
        return false;
    }

    private async Task WriteStatusAsync(TimerStatus status)
    {
        try
        {
            await statuses.WriteAsync(function.Name, status, CancellationToken.None);
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            Log.NotKept(logger, function.Name, fault.Message); // as the real host: logged, and no reason to stop
        }
    }

    private async Task WaitUntilAsync(DateTime next, CancellationToken token)
    {
        while (next - Now is { Ticks: > 0 } wait)
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, token);
        token.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(9130, LogLevel.Warning, "The status of timer {Function} could not be written: {Reason}")]
        public static partial void NotKept(ILogger logger, string function, string reason);
    }
}
