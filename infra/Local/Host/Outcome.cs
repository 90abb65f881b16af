namespace LiveView.Local.Host;

/// <summary>How one triggered execution ended, its retries included.</summary>
internal enum Outcome
{
    Succeeded,

    /// <summary>Retries are used up or there are none: the trigger goes on regardless, as the real ones do.</summary>
    Failed,

    /// <summary>The host is stopping: nothing may be recorded as done.</summary>
    Cancelled,
}
