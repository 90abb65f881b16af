namespace LiveView.Benchmarks.FanOut;

/// <summary>How one server is started, how its clients introduce themselves, and how it is published to.</summary>
/// <param name="File">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Path">Path and query of the WebSocket handshake.</param>
internal sealed record Plan(string File, IReadOnlyList<string> Arguments, string Path)
{
    /// <summary>What a client sends behind the handshake; may be empty.</summary>
    public byte[] Hello { get; init; } = [];

    public string? Subprotocol { get; init; }

    /// <summary>Frames a client gets before it counts as connected.</summary>
    public int Ready { get; init; }

    public required int PublisherPort { get; init; }

    /// <summary>What the publisher sends first, to which the server answers; may be empty.</summary>
    public byte[] PublisherHello { get; init; } = [];

    /// <summary>What stands around a message of a given size on the wire; null when the server takes orders to publish by itself.</summary>
    public Func<int, (byte[] Prefix, byte[] Suffix)>? Template { get; init; }
}
