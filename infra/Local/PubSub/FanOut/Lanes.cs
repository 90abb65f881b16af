namespace LiveView.Local.PubSub;

/// <summary>The lanes of a server; connections are dealt out evenly.</summary>
internal sealed class Lanes(int count, ILogger log) : IDisposable
{
    private readonly Lane[] all = [.. Enumerable.Range(0, count).Select(number => new Lane(number, log))];
    private uint next;

    public IEnumerable<LaneStats> Stats => all.Select(lane => lane.Stats);

    public Lane Deal() => all[Interlocked.Increment(ref next) % (uint)all.Length];

    /// <summary>Completes when every lane has room.</summary>
    public ValueTask RoomAsync()
    {
        foreach (var lane in all)
        {
            var room = lane.RoomAsync();
            if (!room.IsCompletedSuccessfully) return new ValueTask(Task.WhenAll(all.Select(each => each.RoomAsync())));
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends what <see cref="Lane.Hold"/> began on this thread.</summary>
    public void Wake()
    {
        Lane.LetGo();
        foreach (var lane in all) lane.Wake();
    }

    public void Dispose()
    {
        foreach (var lane in all) lane.Dispose();
    }
}
