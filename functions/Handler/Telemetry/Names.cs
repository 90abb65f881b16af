namespace LiveView.Handler.Telemetry;

/// <summary>The names under which the handler is seen.</summary>
internal static class Names
{
    /// <summary>The meter of all our counters.</summary>
    public const string Meter = "LiveView.Handler";
}
