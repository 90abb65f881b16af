using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Local.EventHubs;

/// <summary>What the Event Hubs stand-in serves, and where it keeps it.</summary>
internal sealed class EventHubsOptions
{
    /// <summary>The loopback port of the HTTP send API and of <c>GET /health</c>; 0 takes a free one.</summary>
    public int Port { get; set; } = 5300;

    /// <summary>Where the partitions' segments are kept between runs.</summary>
    public required string DataDirectory { get; set; }

    public IReadOnlyList<HubOptions> Hubs { get; set; } = [new("raw", 4, "fold", "record"), new("polls", 2, "poll")];

    /// <summary>The policy that may send. Name and key are those of Microsoft's own emulator, and no secret.</summary>
    public string KeyName { get; set; } = "RootManageSharedAccessKey";

    public string Key { get; set; } = "SAS_KEY_VALUE";

    /// <summary>The size of one publication, a single event or a whole batch, in bytes: the Standard tier's 1 MB.</summary>
    public int MaxPublicationBytes { get; set; } = 1 << 20;

    /// <summary>Hears what was taken into which hub: the service bills it.</summary>
    public Action<string, IReadOnlyList<EventData>>? Taken { get; set; }

    public RetentionOptions Retention { get; set; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;
}
