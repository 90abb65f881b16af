using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Local.Providers;

/// <summary>How the simulated providers are to be.</summary>
internal sealed class ProviderOptions
{
    /// <summary>The port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; set; }

    /// <summary>Another seed, another season.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Match minutes in a real minute, above 0 and at most 3600.</summary>
    public double Speed { get; set; } = 10;

    /// <summary>When an evening begins; null lays the evenings on the world's clock, so that a restart goes on where it was.</summary>
    public DateTimeOffset? Start { get; set; }

    /// <summary>The faults that are on from the beginning.</summary>
    public IList<Fault> Faults { get; } = [];

    /// <summary>Leagues whose boards are recordings and not the season's.</summary>
    public IList<Recording> Recordings { get; } = [];

    /// <summary>How far the second provider of a league is behind the first; those that volunteers keep are further behind.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How late a slow answer is.</summary>
    public TimeSpan Slowness { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>What 429 asks for.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The size of an oversized answer.</summary>
    public long OversizedBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>What is left of a list whose limit is too high.</summary>
    public int TruncatedTo { get; set; } = 25;

    /// <summary>The clock of the season and of the faults.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Looks for options that cannot be meant.</summary>
    /// <exception cref="ArgumentException">An option makes no sense; the message says which.</exception>
    public void Check()
    {
        if (Port is < 0 or > 65_535)
            throw new ArgumentException($"Port must be 0 to 65535, not {Port}.");
        if (Speed is not (> 0 and <= 3_600))
            throw new ArgumentException($"Speed must be above 0 and at most 3600, not {Speed}.");
        if (Slowness < TimeSpan.Zero || Lag < TimeSpan.Zero || RetryAfter < TimeSpan.Zero || OversizedBytes < 0 || TruncatedTo < 0)
            throw new ArgumentException("Slowness, Lag, RetryAfter, OversizedBytes and TruncatedTo cannot be negative.");
        if (Faults.Select(fault => fault.Complaint()).FirstOrDefault(complaint => complaint is not null) is { } complaint)
            throw new ArgumentException($"A fault cannot be ordered: {complaint}");
        if (Recordings.GroupBy(recording => recording.League).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
            throw new ArgumentException($"There are two recordings of {twice}.");
    }
}
