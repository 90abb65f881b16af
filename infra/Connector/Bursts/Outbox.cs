using System.Collections.Concurrent;
using System.Threading.Channels;
using Azure;
using LiveView.Cloud.EventHubs;
using LiveView.Connector.Sockets;
using LiveView.Core.Wire;
using LiveView.Feeds.Market;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Bursts;

/// <summary>
/// Puts bursts on the hub: one bounded queue and one sender a partition, so that the bursts of a topic stay in order. A hub that does not take
/// them is tried again without end; meanwhile the queues are full and the lanes go on gathering.
/// </summary>
internal sealed partial class Outbox(
    EventHubProducerClient producer,
    ConnectorMetrics metrics,
    IOptions<ConnectorOptions> options,
    Chance chance,
    TimeProvider time,
    ILogger<Outbox> log) : IDisposable
{
    /// <summary>A send that takes longer is told of: viewers notice.</summary>
    private static readonly TimeSpan SlowAfter = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Lazy<Channel<Burst>>> _queues = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _senders = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closed;

    /// <summary>Bursts that wait.</summary>
    public int Waiting => _queues.Values.Sum(static queue => queue.Value.Reader.Count);

    /// <summary>Queues a burst; false when its partition has no room.</summary>
    public bool TryTake(Burst burst) => !_closed && Queue(burst).Writer.TryWrite(burst);

    /// <summary>Ends with the error of the first sender that broke, or when told to stop.</summary>
    public Task WatchAsync(CancellationToken token) => _broken.Task.WaitAsync(token);

    /// <summary>Sends what is queued and ends; what could not be sent in time is counted.</summary>
    public async Task CloseAsync(TimeSpan within)
    {
        _closed = true;
        foreach (var queue in _queues.Values)
            queue.Value.Writer.TryComplete();
        _stop.CancelAfter(within);
        await Task.WhenAll(_senders);
        metrics.Unsent(Waiting);
    }

    public void Dispose() => _stop.Dispose();

    // Made once, whoever comes first: a second sender would wait for a queue into which nobody puts anything, and keep us from ending.
    private Channel<Burst> Queue(Burst burst) => _queues.GetOrAdd(producer.GetPartitionId(burst.Topic.ToString()), partition => new(() =>
    {
        // Full, it refuses: the lane keeps the burst and goes on gathering.
        var queue = Channel.CreateBounded<Burst>(new BoundedChannelOptions(options.Value.Queue) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        _senders.Add(WholeAsync(partition, queue.Reader));
        return queue;
    })).Value;

    private async Task WholeAsync(string partition, ChannelReader<Burst> bursts)
    {
        try
        {
            await FollowAsync(partition, bursts);
        }
        catch (Exception broken)
        {
            _broken.TrySetException(broken);
        }
    }

    private async Task FollowAsync(string partition, ChannelReader<Burst> bursts)
    {
        await Task.Yield(); // the one who queues does not send
        while (await bursts.WaitToReadAsync(CancellationToken.None) && !_stop.IsCancellationRequested)
        {
            using var batch = await producer.CreateBatchAsync(new() { PartitionId = partition }, CancellationToken.None);
            List<Burst> sent = [];
            while (bursts.TryPeek(out var next) && TryAdd(batch, next) is { } added)
            {
                bursts.TryRead(out _);
                sent.Add(added);
            }

            if (!await SendAsync(batch, sent))
                return;
        }
    }

    // What is in the batch then; null when it has no room for it.
    private Burst? TryAdd(EventDataBatch batch, Burst burst)
    {
        try
        {
            return batch.TryAdd(new(BinaryData.FromBytes(burst.Message))) ? burst : null;
        }
        catch (EventTooLargeException)
        {
            // One frame of its own that no hub takes. The fold knows of no hole between bursts, so a word in its place says what is missing.
            var missed = Missed(burst);
            if (missed.Frames > 0 && !batch.TryAdd(new(BinaryData.FromBytes(missed.Message))))
                return null;
            metrics.TooLarge(burst);
            Log.TooLarge(log, burst.Topic.ToString(), burst.Message.Length);
            return missed;
        }
    }

    private static Burst Missed(Burst burst)
    {
        if (RawJson.TryRead(burst.Message, out _) is not { } raw)
            return burst with { Frames = 0 }; // nested so deeply that nobody reads it: the fold would not either
        ReadOnlyMemory<byte> message = RawJson.Write(raw with { Body = (byte[])[(byte)'[', .. MarketFrames.Missed("too_large").Span, (byte)']'] });
        return burst with { Message = message, Frames = 1 };
    }

    private async Task<bool> SendAsync(EventDataBatch batch, List<Burst> sent)
    {
        var failures = 0;
        while (true)
        {
            var started = time.GetTimestamp();
            try
            {
                await producer.SendAsync(batch, _stop.Token);
                metrics.Sent(sent, time.GetElapsedTime(started));
                if (time.GetElapsedTime(started) > SlowAfter)
                    Log.Slow(log, sent.Count, time.GetElapsedTime(started).TotalMilliseconds);
                return true;
            }
#pragma warning disable CA1031 // the loop must survive whatever goes wrong, a credential that is not there included: nobody else sends for this partition
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                metrics.Unsent(sent.Count);
                return false;
            }
            catch (Exception fault)
            {
                metrics.SendFailed();
                Failed(fault, sent.Count, ++failures);
            }
#pragma warning restore CA1031

            await Task.Delay(Backoff.After(failures, chance.Roll()), time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Failed(Exception fault, int bursts, int failures)
    {
        if (fault is RequestFailedException or TaskCanceledException or AggregateException)
        {
            Log.Failed(log, fault, bursts, failures);
            return;
        }

        metrics.Faulted("outbox");
        Log.Faulted(log, fault, bursts, failures);
    }

    private static partial class Log
    {
        [LoggerMessage(9711, LogLevel.Warning, "{Bursts} bursts took {Elapsed} ms to reach the hub.")]
        public static partial void Slow(ILogger logger, int bursts, double elapsed);

        [LoggerMessage(9712, LogLevel.Warning, "The hub did not take {Bursts} bursts, {Failures} times in a row; they are sent again.")]
        public static partial void Failed(ILogger logger, Exception failure, int bursts, int failures);

        [LoggerMessage(9715, LogLevel.Error, "{Bursts} bursts could not be sent, {Failures} times in a row, for a reason that is not the hub's; they are sent again.")]
        public static partial void Faulted(ILogger logger, Exception failure, int bursts, int failures);

        [LoggerMessage(9713, LogLevel.Error, "A burst of {Topic} with {Bytes} bytes fits no hub and is dropped; its place says so.")]
        public static partial void TooLarge(ILogger logger, string topic, int bytes);
    }
}
