using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Local.Exchanges;

/// <summary>How the simulated exchanges are to be.</summary>
internal sealed class ExchangeOptions
{
    /// <summary>The port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Another seed, another day of trading.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Moves a second over all instruments of an exchange.</summary>
    public int MovesPerSecond { get; set; } = 6;

    /// <summary>Sessions that are played back instead of the simulated ones of their exchange.</summary>
    public IList<SessionRecording> Recordings { get; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;
}
