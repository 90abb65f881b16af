namespace LiveView.Cloud.Tests;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class StoppedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 0, 7, 50, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
