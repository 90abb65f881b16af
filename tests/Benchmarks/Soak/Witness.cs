using LiveView.Testing.Watching;
using LiveView.Viewer;

namespace LiveView.Benchmarks.Soak;

/// <summary>A viewer of one tier that counts what it is shown and whatever would break the promise.</summary>
internal sealed class Witness : IAsyncDisposable
{
    private readonly Following _following;
    private readonly Proof _proof = new();
    private long _faults;

    private Witness(Uri server, string tier) => (Tier, _following) = (tier, new(new() { Server = server }, tier, Note));

    public static Witness Of(Uri server, string tier) => new(server, tier);

    public string Tier { get; }

    public long Changes { get; private set; }

    /// <summary>A refusal is one: whoever comes here may have what he asks for.</summary>
    public long Faults => _faults + (_following.IsRefused ? 1 : 0);

    public int Connections => _following.Client.Connections;

    /// <summary>Whether this is what is shown.</summary>
    public bool Shows(long offset, string hash) => _proof.Position?.Offset == offset && _proof.Hash == hash;

    public ValueTask DisposeAsync() => _following.DisposeAsync();

    private void Note(Change change)
    {
        Changes++;
        if (_proof.Take(change).Count > 0)
            _faults++;
    }
}
