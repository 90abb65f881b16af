namespace LiveView.Client;

/// <summary>The connections that are heard out: what was sent before the next one had joined still arrives there.</summary>
/// <remarks>Any thread may call: connections end when they will.</remarks>
internal sealed class Leaving
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Link, long> _until = [];

    /// <summary>When the next one has been heard long enough, as a timestamp; null while there is none.</summary>
    public long? Next
    {
        get
        {
            lock (_gate)
                return _until.Count > 0 ? _until.Values.Min() : null;
        }
    }

    public bool Contains(Link link)
    {
        lock (_gate)
            return _until.ContainsKey(link);
    }

    /// <summary>Hears one out until then.</summary>
    public void Hear(Link link, long until)
    {
        lock (_gate)
            _until[link] = until;
    }

    /// <summary>Takes out those who have been heard by then; at the end of time all.</summary>
    public IReadOnlyList<Link> Take(long now)
    {
        lock (_gate)
        {
            Link[] heard = [.. _until.Where(one => one.Value <= now).Select(static one => one.Key)];
            foreach (var link in heard)
                _until.Remove(link);
            return heard;
        }
    }
}
