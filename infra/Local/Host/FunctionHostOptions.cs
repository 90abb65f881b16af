using LiveView.Local.EventHubs;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Local.Host;

/// <summary>What the Functions host stand-in runs, and with what.</summary>
internal sealed class FunctionHostOptions
{
    /// <summary>The staged folder: <c>host.json</c>, the handler executable, and a folder with <c>function.json</c> for each function.</summary>
    public required string AppRoot { get; set; }

    /// <summary>The loopback port of the functions and of <c>/admin</c>; 0 takes a free one.</summary>
    public int Port { get; set; } = 7071;

    /// <summary>The app settings, as <c>Values</c> of local.settings.json; the handler gets them as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; set; } = new Dictionary<string, string>();

    /// <summary>The hubs that Event Hub triggers read; needed if there is one.</summary>
    public EventHubsServer? EventHubs { get; set; }

    /// <summary>How long a stop waits for running functions before the handler is killed, as the real host does.</summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Hears of each execution that ended, with the timestamp at which it began: the platform bills them.</summary>
    public Action<string, long>? Executed { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The jitter of exponential backoff.</summary>
    public Random Random { get; set; } = new();

    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;
}
