namespace LiveView.Viewer.Tests;

/// <summary>The viewer in TypeScript keeps the contract, on the official client of Web PubSub.</summary>
[Collection(nameof(ViewerContract))] // one after the other: they share this process, and its heap
public sealed class LibraryTests : ViewerContract
{
    /// <summary>On virtual time the library's own tests make 10,000; here each one is a negotiation, a handshake and a catch up.</summary>
    protected override int Reconnects => 1_000;

    /// <inheritdoc/>
    protected override TimeSpan ShortLife => TimeSpan.FromSeconds(12);

    private protected override Watched Watch(World world, string tier, Patience patience) => new WatchedByLibrary(world, tier, patience);
}
