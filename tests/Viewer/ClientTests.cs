namespace LiveView.Viewer.Tests;

/// <summary>The viewer in C# keeps the contract.</summary>
[Collection(nameof(ViewerContract))] // one after the other: they share this process, and its heap
public sealed class ClientTests : ViewerContract
{
    /// <inheritdoc/>
    protected override int Reconnects => 10_000;

    /// <inheritdoc/>
    protected override TimeSpan ShortLife => TimeSpan.FromSeconds(3);

    private protected override Watched Watch(World world, string tier, Patience patience) => new WatchedByClient(world, tier, patience);
}
