namespace LiveView.Handler.Telemetry;

/// <summary>How a series is written.</summary>
internal enum InstrumentKind
{
    /// <summary>It only grows.</summary>
    Counter,

    /// <summary>It stands somewhere.</summary>
    Gauge,

    /// <summary>How often, how much together, and how it is spread.</summary>
    Histogram,
}
