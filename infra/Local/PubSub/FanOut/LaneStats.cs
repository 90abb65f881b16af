namespace LiveView.Local.PubSub;

/// <summary>What a lane did. Written by the lane's thread only; a reader may see a number that is a moment old.</summary>
internal sealed class LaneStats
{
    /// <summary>Messages handed to connections.</summary>
    public long Delivered { get; set; }

    /// <summary>Bytes handed to connections.</summary>
    public long Bytes { get; set; }

    /// <summary>Calls to the kernel.</summary>
    public long Sends { get; set; }

    /// <summary>How often a client took no more at once.</summary>
    public long Parked { get; set; }

    /// <summary>Messages that a slow client lost when it was closed.</summary>
    public long Dropped { get; set; }

    /// <summary>Messages whose time to live was over.</summary>
    public long Expired { get; set; }
}
