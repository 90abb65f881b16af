namespace LiveView.Local.EventHubs;

/// <summary>
/// What one partition keeps at most. Whole segments are dropped, the oldest first, so a partition holds at least seven
/// eighths of the bound it hits; what is dropped is counted in <see cref="Partition.Expired"/>.
/// </summary>
internal sealed class RetentionOptions
{
    /// <summary>Events.</summary>
    public int Events { get; set; } = 1_000_000;

    /// <summary>Bytes on disk.</summary>
    public long Bytes { get; set; } = 256L << 20;

    /// <summary>Time since an event was enqueued. The service's Basic tier keeps a day too.</summary>
    public TimeSpan Age { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Roll granularity: the active segment is closed at this share of each bound.</summary>
    internal const int Share = 8;
}
