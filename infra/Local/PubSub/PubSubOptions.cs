using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Local.PubSub;

/// <summary>How the emulator behaves. The defaults are the service's own where they are known.</summary>
internal sealed class PubSubOptions
{
    /// <summary>The key of the official emulator, which every sample uses.</summary>
    public const string WellKnownKey = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";

    /// <summary>0 takes any free port.</summary>
    public int Port { get; set; } = 8080;

    public string AccessKey { get; set; } = WellKnownKey;

    /// <summary>Hears of every message, whoever receives it: the service bills them.</summary>
    public Action<Message>? Sent { get; set; }

    /// <summary>The second key, which is as good as the first; null when there is none.</summary>
    public string? SecondaryKey { get; set; }

    /// <summary>Lets clients in without a token. Refused in production.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>The name of the environment it runs in.</summary>
    public string Environment { get; set; } = "Development";

    /// <summary>Hosts, besides this machine's names, that a token's audience may name.</summary>
    public IReadOnlyList<string> ExtraHosts { get; set; } = [];

    /// <summary>Event handlers in the shape of the service's hub settings; null when there are none.</summary>
    public string? SettingsFile { get; set; }

    /// <summary>The same, read already; it takes the file's place.</summary>
    public SettingsFile? Settings { get; set; }

    /// <summary>The largest message of a client and the largest body of a send.</summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>Messages that may wait for a client that does not read. A client is slow when more wait than this and more bytes than <see cref="QueueBytes"/>.</summary>
    public int QueueMessages { get; set; } = 64;

    /// <summary>Bytes that may wait for a client that does not read, whatever the number of messages.</summary>
    public int QueueBytes { get; set; } = 256 * 1024;

    /// <summary>Messages a reliable client may leave unacknowledged.</summary>
    public int ReliableMessages { get; set; } = 1000;

    /// <summary>Bytes a reliable client may leave unacknowledged.</summary>
    public long ReliableBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a reliable connection waits for its client to come back.</summary>
    public TimeSpan RecoveryWindow { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a ping may stay unanswered. With the interval: a viewer is gone after 60 s of silence.</summary>
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>How long a client may take to answer a close.</summary>
    public TimeSpan CloseTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a client may take to send its request head.</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public int MaxConnections { get; set; } = 100_000;

    /// <summary>Connections from one address (of IPv6 one /64); 0 is any number.</summary>
    public int MaxConnectionsPerAddress { get; set; }

    public int MaxGroups { get; set; } = int.MaxValue;

    public int MaxGroupsPerConnection { get; set; } = int.MaxValue;

    /// <summary>REST calls a second before the answer is 429; 0 is any number.</summary>
    public int MaxRequestsPerSecond { get; set; }

    /// <summary>The managed heap above which the connections that have been idle longest are closed; 0 is no bound.</summary>
    public long MemoryBudgetBytes { get; set; }

    /// <summary>What the heap holds now.</summary>
    public Func<long> MemoryUsed { get; set; } = () => GC.GetTotalMemory(forceFullCollection: false);

    /// <summary>Closes a JSON client whose event failed, as the documentation says, instead of telling it in the ack, as the newest runtime does.</summary>
    public bool DropOnFailedEvent { get; set; }

    /// <summary>How long a handler may take, retries included.</summary>
    public TimeSpan UpstreamTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>The pauses before a failed call to a handler is tried again.</summary>
    public IReadOnlyList<TimeSpan> UpstreamPauses { get; set; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5)];

    /// <summary>Connections closed at once when the server drains.</summary>
    public int DrainWave { get; set; } = 500;

    /// <summary>The pause between two waves.</summary>
    public TimeSpan DrainPause { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the drain waits for farewells and last events.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Broadcaster threads; 0 is one for every two cores.</summary>
    public int Lanes { get; set; }

    public FaultSettings Faults { get; set; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Makes ids that nobody guesses and a URL can carry.</summary>
    public Func<string> NewId { get; set; } = () => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public ILoggerFactory Logs { get; set; } = NullLoggerFactory.Instance;

    public bool IsProduction => Environment.Equals("Production", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<string> Keys => SecondaryKey is null ? [AccessKey] : [AccessKey, SecondaryKey];

    /// <summary>Everything that is wrong with the options, so that a start fails once and says it all.</summary>
    public IEnumerable<string> Faulty()
    {
        foreach (var key in Keys)
        {
            if (System.Text.Encoding.UTF8.GetByteCount(key) < 32) yield return "An access key has at least 32 bytes.";
            if (key.Any(c => c == ';' || char.IsControl(c)) || key.Trim() != key) yield return "An access key has no ';', control character or outer space.";
        }

        if (AllowAnonymous && IsProduction)
            yield return "Clients without a token are never let in in production.";
        if (Port is < 0 or > 65535) yield return "The port lies between 0 and 65535.";
        if (QueueMessages < 1 || QueueBytes < 0) yield return "The queue of a connection holds at least one message.";
        if (KeepAliveInterval <= TimeSpan.Zero || KeepAliveTimeout <= TimeSpan.Zero) yield return "Keep-alive times are positive.";
        if (Faults.Fault() is { } fault) yield return fault;
    }
}
