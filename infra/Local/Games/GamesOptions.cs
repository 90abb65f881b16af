using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Local.Games;

/// <summary>How the simulated game is played, and who is told.</summary>
internal sealed class GamesOptions
{
    /// <summary>Where messages are pushed to, such as <c>http://127.0.0.1:7071/api/push/game/rugs</c>.</summary>
    public required Uri Push { get; init; }

    /// <summary>The same seed plays the same rounds.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How much faster than the real game; 1 is four ticks a second.</summary>
    public double Pace { get; init; } = 1;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;
}
