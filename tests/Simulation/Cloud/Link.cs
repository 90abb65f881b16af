using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>A connection of a viewer: a bounded queue on the service's side. A viewer that does not keep up is cut.</summary>
internal sealed class Link(World world, Grant grant)
{
    /// <summary>The service closes a connection that lags further.</summary>
    public const int Capacity = 64;

    private readonly Queue<byte[]> _queue = new();
    private TaskCompletionSource? _waiting;

    /// <summary>What opened the door.</summary>
    public Grant Grant { get; } = grant;

    /// <summary>The groups it is in.</summary>
    public HashSet<string> Groups { get; } = [.. grant.Groups];

    public bool IsCut { get; private set; }

    public int MostPending { get; private set; }

    public void Deliver(byte[] message)
    {
        if (IsCut)
            return;
        if (_queue.Count >= Capacity)
        {
            Cut();
            return;
        }

        _queue.Enqueue(message);
        MostPending = Math.Max(MostPending, _queue.Count);
        Wake();
    }

    public void Cut()
    {
        IsCut = true;
        _queue.Clear();
        Wake();
    }

    /// <summary>Asks to be in a group; the service looks at the roles of the token.</summary>
    /// <returns>Whether it is.</returns>
    public bool Join(string group)
    {
        if (IsCut || !Grant.MayJoin(group))
            return false;
        Groups.Add(group);
        return true;
    }

    /// <summary>The next message; null when the connection is cut, or nothing came for a while.</summary>
    public async Task<byte[]?> ReceiveAsync(TimeSpan longest)
    {
        if (_queue.Count == 0 && !IsCut)
        {
            var waiting = _waiting = new();
            world.At(longest, () => waiting.TrySetResult());
            await waiting.Task;
        }

        return TryReceive();
    }

    /// <summary>The next message, if one is there.</summary>
    public byte[]? TryReceive() => _queue.TryDequeue(out var message) ? message : null;

    private void Wake() => _waiting?.TrySetResult();
}
