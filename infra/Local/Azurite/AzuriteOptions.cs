namespace LiveView.Local.Azurite;

/// <summary>Where the storage emulator listens and what it keeps.</summary>
internal sealed class AzuriteOptions
{
    public const string Section = "Azurite";

    /// <summary>Port of the blob service; 0 takes any free one.</summary>
    public int BlobPort { get; set; } = 10000;

    /// <summary>Port of the queue service; 0 takes any free one.</summary>
    public int QueuePort { get; set; } = 10001;

    /// <summary>Port of the table service; 0 takes any free one.</summary>
    public int TablePort { get; set; } = 10002;

    /// <summary>
    /// Folder of the data, made when missing; null keeps all in memory. On disk a clean stop loses nothing, a kill loses up to the
    /// last 5 s, and once the file is tens of megabytes every save stops the service for up to a second: load tests use memory.
    /// </summary>
    public string? Location { get; set; }

    /// <summary>How long it may take until all three services answer.</summary>
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to save and end before it is killed.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(10);
}
