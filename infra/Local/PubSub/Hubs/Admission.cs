using System.Net;

namespace LiveView.Local.PubSub;

/// <summary>Everything that was decided about a client at its handshake.</summary>
internal sealed record Admission
{
    public required string ConnectionId { get; init; }

    public required string Hub { get; init; }

    public required string Address { get; init; }

    public required Protocol Protocol { get; init; }

    /// <summary>What is echoed in the handshake; null for none.</summary>
    public string? Subprotocol { get; init; }

    public string? UserId { get; init; }

    public Roles Roles { get; init; } = Roles.None;

    public IReadOnlyList<string> Groups { get; init; } = [];

    public RawMode RawMode { get; init; } = RawMode.SendEvent;

    public string? State { get; init; }

    public CookieContainer? Cookies { get; init; }
}
