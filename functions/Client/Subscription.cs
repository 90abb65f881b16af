using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Viewer;

namespace LiveView.Client;

/// <summary>A tier that is followed: what it is now, and a stream of how it moves on. Disposed, it is followed no more.</summary>
/// <remarks>
/// The stream has one reader, and begins with the state that was there. <see cref="LiveViewClientOptions.QueueCapacity"/> changes wait
/// for it; a slower reader loses the oldest: of a document that is conflation (each change carries all of it), of a log the next change
/// says in <see cref="Change.Unread"/> what was not read.
/// </remarks>
public sealed class Subscription : IAsyncEnumerable<Change>, IAsyncDisposable
{
    private readonly Keeper _keeper;
    private readonly Func<Keeper, ValueTask> _leave;

    internal Subscription(Keeper keeper, Func<Keeper, ValueTask> leave) => (_keeper, _leave) = (keeper, leave);

    /// <summary>The tier's full name.</summary>
    public string Tier => _keeper.Tier;

    /// <summary>The last change: position, document and hash that belong together, whoever reads them when. Null while there is none.</summary>
    public Change? Latest => _keeper.Latest;

    /// <summary>Where the tier stands; null while it has no history.</summary>
    public Position? Position => _keeper.Position;

    /// <summary>The document of a state tier, canonical JSON.</summary>
    public ReadOnlyMemory<byte> Document => _keeper.Document;

    /// <summary>The hash that proves what is shown.</summary>
    public string Hash => _keeper.Hash;

    /// <summary>What is known of the data shown.</summary>
    public Health Health => _keeper.Health;

    /// <summary>How long ago what is shown was committed, by the server's clock; null while nothing is shown.</summary>
    public TimeSpan? Age => _keeper.Age;

    /// <summary>How long ago what is shown was last known to be current.</summary>
    public TimeSpan Checked => _keeper.Checked;

    /// <summary>The ranges that are no longer kept: of a log until acknowledged, of a document until it moves on. At most the last 100.</summary>
    public IReadOnlyList<Missing> Missing => _keeper.Missing;

    /// <summary>How many changes the reader of the stream was too slow to take.</summary>
    public long Conflated => _keeper.Conflated;

    /// <summary>Someone has taken note of what is missing.</summary>
    public void Acknowledge() => _keeper.Acknowledge();

    /// <summary>The changes, each once and in order, until the subscription is disposed.</summary>
    public async IAsyncEnumerator<Change> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (await _keeper.ReadAsync(cancellationToken) is { } change)
            yield return change;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _leave(_keeper);
}
