namespace LiveView.Local.PubSub;

/// <summary>What a raw client's frames become.</summary>
/// <param name="Group">The group they are published to; null when they are events.</param>
/// <param name="NoEcho">Whether the sender is left out.</param>
internal sealed record RawMode(string? Group, bool NoEcho)
{
    public static readonly RawMode SendEvent = new(null, NoEcho: false);
}
