using System.Collections.Concurrent;
using Azure;
using LiveView.Handler.Doors.Limits;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest.Push;

/// <summary>
/// How often a key may push, over all instances: a second's worth of messages is taken at once from a bucket that holds five, so that the table is
/// asked once a second at most for each key, and where little is pushed much less often.
/// </summary>
internal sealed class PushRate(BucketStore buckets, IOptionsMonitor<PushOptions> options, TimeProvider time)
{
    private const int BurstSeconds = 5;

    /// <summary>More keys than this are not remembered: what they had taken and not used is lost to them.</summary>
    private const int Capacity = 10_000;

    /// <summary>The table is waited for no longer: then it counts as away.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Share> _shares = new(StringComparer.Ordinal);

    /// <summary>Takes one message's share, or says how long until there is one.</summary>
    public async ValueTask<TimeSpan?> WaitAsync(string key, CancellationToken token)
    {
        if (_shares.Count > Capacity)
            _shares.Clear();
        var share = _shares.GetOrAdd(key, static _ => new());
        if (share.TryTake())
            return null;
        await share.Line.WaitAsync(token); // those who wait are pushes that the gate has let in
        try
        {
            if (share.TryTake())
                return null;
            if (share.Until - time.GetUtcNow() is var known && known > TimeSpan.Zero)
                return known;
            var wait = await BorrowAsync(key, token);
            if (wait is null)
                share.Put(options.CurrentValue.PerSecond - 1); // the first is the caller's
            else
                share.Until = time.GetUtcNow() + wait.Value;
            return wait;
        }
        finally
        {
            share.Line.Release();
        }
    }

    private async Task<TimeSpan?> BorrowAsync(string key, CancellationToken token)
    {
        var wait = TimeSpan.Zero;
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(token, late.Token);
        try
        {
            return await buckets.ChangeAsync(BucketStore.KeyOf("push", key), bucket => bucket.Attempt(BurstSeconds, 60, time.GetUtcNow(), out wait), either.Token) is null ? wait : null;
        }
        catch (Exception away) when (away is RequestFailedException or TimeoutException or OperationCanceledException && !token.IsCancellationRequested)
        {
            return null; // a limit that cannot be looked up must not silence a patient
        }
    }

    private sealed class Share
    {
        private int _held;

        /// <summary>One asks the table for all.</summary>
        public SemaphoreSlim Line { get; } = new(1);

        /// <summary>There is nothing to be had before. Guarded by the line.</summary>
        public DateTimeOffset Until { get; set; }

        public bool TryTake()
        {
            while (Volatile.Read(ref _held) is > 0 and var held)
            {
                if (Interlocked.CompareExchange(ref _held, held - 1, held) == held)
                    return true;
            }

            return false;
        }

        public void Put(int messages) => Interlocked.Add(ref _held, messages);
    }
}
