using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest.Push;

/// <summary>How often a key may push: a bucket a key, of five seconds' worth. Each instance of the handler counts for itself.</summary>
internal sealed class PushRate(IOptionsMonitor<PushOptions> options, TimeProvider time)
{
    private const int BurstSeconds = 5;

    /// <summary>More keys than this are not remembered: then all begin anew, full.</summary>
    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Takes one message's share, or says in how many seconds there is one.</summary>
    public int? Wait(string key)
    {
        if (_buckets.Count > Capacity)
            _buckets.Clear();
        var rate = options.CurrentValue.PerSecond;
        return _buckets.GetOrAdd(key, static (_, start) => new(start), (rate * BurstSeconds, time.GetTimestamp())).Take(rate, time);
    }

    private sealed class Bucket((int Full, long At) start)
    {
        private readonly Lock _gate = new();
        private double _held = start.Full;
        private long _at = start.At;

        public int? Take(int rate, TimeProvider time)
        {
            lock (_gate)
            {
                var now = time.GetTimestamp();
                _held = Math.Min(rate * BurstSeconds, _held + (time.GetElapsedTime(_at, now).TotalSeconds * rate));
                _at = now;
                if (_held < 1)
                    return (int)Math.Ceiling((1 - _held) / rate);
                _held--;
                return null;
            }
        }
    }
}
