namespace LiveView.Local.Stations;

/// <summary>The local station.</summary>
internal sealed class StationOptions
{
    /// <summary>Where the functions are.</summary>
    public required Uri Functions { get; init; }

    /// <summary>Which station it is.</summary>
    public string Name { get; init; } = "pattern";

    /// <summary>The same seed makes the same evening.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Has the pictures made by ffmpeg where there is one; otherwise, and without it, by our own generator.</summary>
    public bool IsEncoded { get; init; } = true;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public required ILoggerFactory Logs { get; init; }
}
