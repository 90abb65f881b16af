namespace LiveView.Local.PubSub;

/// <summary>What a handler answered; its status is 0 when it did not.</summary>
internal sealed record UpstreamAnswer(int Status, byte[] Body, string? ContentType, string? State)
{
    public static readonly UpstreamAnswer None = new(0, [], null, null);

    public bool IsSuccess => Status is >= 200 and < 300;
}
