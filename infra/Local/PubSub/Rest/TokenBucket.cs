namespace LiveView.Local.PubSub;

/// <summary>At most so many a second, with a second's worth at once.</summary>
/// <param name="perSecond">0 is any number.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBucket(int perSecond, TimeProvider time)
{
    private readonly Lock gate = new();
    private double level = perSecond;
    private long last = time.GetTimestamp();

    public bool TryTake()
    {
        if (perSecond == 0) return true;
        lock (gate)
        {
            var now = time.GetTimestamp();
            level = Math.Min(perSecond, level + (time.GetElapsedTime(last, now).TotalSeconds * perSecond));
            last = now;
            if (level < 1) return false;
            level--;
            return true;
        }
    }
}
