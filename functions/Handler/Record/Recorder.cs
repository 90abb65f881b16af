using System.Collections.Concurrent;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.State;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Record;

/// <summary>
/// Records topics: their Raws as they come from the hub, their updates as they are committed. A recording that fails makes its batch come
/// again; one that fails too often in a row stops, says why, and is tried again after a rest, so that one broken recording does not hold up
/// a partition.
/// </summary>
internal sealed partial class Recorder(
    RecordingBlobs blobs,
    RecordingStates states,
    TopicStore store,
    IOptionsMonitor<RecordOptions> options,
    TimeProvider time,
    Chance chance,
    RecordMetrics metrics,
    ILogger<Recorder> log)
{
    /// <summary>Recordings whose end is remembered; with more, all are looked up anew.</summary>
    private const int Capacity = 1_000;

    /// <summary>How often an open recording is noted again.</summary>
    private static readonly TimeSpan NotedFor = TimeSpan.FromMinutes(1);

    private readonly PendingUpdates _pending = new(store);
    private readonly ConcurrentDictionary<RecordingPart, Running> _running = new();

    /// <summary>How many recordings are remembered.</summary>
    public int Remembered => _running.Values.Count(static running => running.Tail is not null);

    /// <summary>Records Raws; when it returns, they are kept, were kept before, or the recording is stopped and says so.</summary>
    public Task RawsAsync(Topic topic, IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws, CancellationToken token) =>
        RunAsync(new(topic, RecordingPart.Raws), raws, (running, writer) => WriteAsync(running, writer, raws, token), token);

    /// <summary>Records the updates that are committed and not recorded.</summary>
    /// <returns>The topic's head, if it has one.</returns>
    public async Task<Head?> UpdatesAsync(Topic topic, CancellationToken token)
    {
        var part = new RecordingPart(topic, RecordingPart.Updates);
        if (await store.LoadAsync(topic, token) is not { Head: var head })
            return null;
        if (Of(part).Tail is { } tail && !PendingUpdates.Any(head, tail))
            return head;
        await RunAsync(part, [], (_, writer) => WriteAsync(head, writer, token), token);
        return head;
    }

    /// <summary>Whether everything that a head has is known to be recorded.</summary>
    public bool HasAll(Head head) => Of(new(head.Topic, RecordingPart.Updates)).Tail is { } tail && !PendingUpdates.Any(head, tail);

    private async Task WriteAsync(Running running, RecordingWriter writer, IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws, CancellationToken token)
    {
        var repeated = 0;
        foreach (var (place, message) in raws)
        {
            if (writer.Tail.Fence is { } fence && fence.Covers(place))
            {
                repeated++;
                continue;
            }

            if (running.Stopped is { From: { } from, Reason: var reason })
            {
                await writer.AddAsync(RecordLine.Skipped(writer.Tail.Last + 1, place, from.Partition == place.Partition ? from.Sequence : place.Sequence, reason), writer.Tail.AfterGap(), token);
                running.Stopped = running.Stopped with { From = null };
            }

            await writer.AddAsync(RecordLine.Raw(writer.Tail.Last + 1, place, message), writer.Tail.After(place), token);
        }

        metrics.Skipped("repeated", repeated);
    }

    private async Task WriteAsync(Head head, RecordingWriter writer, CancellationToken token)
    {
        while (await _pending.ReadAsync(head, writer.Tail, token) is { Count: > 0 } pending)
        {
            foreach (var next in pending)
            {
                await (next switch
                {
                    Pending.Kept(var update) => writer.AddAsync(RecordLine.Update(writer.Tail.Last + 1, update.Bytes), writer.Tail.After(update), token),
                    Pending.Gap(var tier, var epoch, var from, var to, _, var reason) =>
                        writer.AddAsync(RecordLine.Gap(writer.Tail.Last + 1, tier, epoch, from, to, reason), writer.Tail.AfterGap(tier.Name), token),
                    _ => throw new NotSupportedException($"No such record: {next.GetType().Name}."),
                });
            }
        }
    }

    private async Task RunAsync(
        RecordingPart part, IReadOnlyList<(Fence Place, ReadOnlyMemory<byte> Message)> raws, Func<Running, RecordingWriter, Task> write, CancellationToken token)
    {
        var running = Of(part);
        if (running.RestsSince is { } since && time.GetElapsedTime(since).TotalSeconds < options.CurrentValue.RestSeconds)
        {
            metrics.Skipped("stopped", raws.Count);
            return;
        }

        try
        {
            await RunAsync(part, running, write, token);
        }
        catch (RecordingBusyException)
        {
            running.Tail = null; // what we believed of its end may be old
            throw;
        }
        catch (Exception failure) when (failure is FormatException || RecordingWriter.IsAway(failure, token))
        {
            running.Tail = null;
            metrics.Failed(part);
            Log.Failed(log, failure, part, ++running.Errors);
            if (running.Errors < options.CurrentValue.MaxErrors)
                throw;
            // What cannot be published is not stopped: then the batch comes again.
            running.Stopped ??= new($"{failure.GetType().Name}: {failure.Message.Split('\n')[0].Trim()}", time.GetUtcNow(), raws.Count > 0 ? raws[0].Place : null);
            await states.StopAsync(part, running.Stopped, token);
            running.RestsSince = time.GetTimestamp();
            metrics.Stopped(part);
            Log.Stopped(log, part, running.Errors, running.Stopped.Reason);
        }
    }

    private async Task RunAsync(RecordingPart part, Running running, Func<Running, RecordingWriter, Task> write, CancellationToken token)
    {
        if (running.Noted is not { } noted || time.GetElapsedTime(noted) > NotedFor)
        {
            await states.OpenAsync(part.Topic, token);
            running.Noted = time.GetTimestamp();
        }

        if (running.Tail is null) // a process before us may have stopped it
            running.Stopped ??= await states.FindStoppedAsync(part, token);
        await using var writer = await RecordingWriter.StartAsync(blobs, part, running.Tail, options.CurrentValue, time, chance, token);
        var before = writer.Tail.Last;
        await write(running, writer);
        await writer.CompleteAsync(token);
        running.Tail = writer.Tail;
        metrics.Written(part, writer.Tail.Last - before, writer.Healed);
        if (running.Stopped is not null)
        {
            await states.ResumeAsync(part, token);
            Log.Resumed(log, part);
        }

        (running.Errors, running.RestsSince, running.Stopped) = (0, null, null);
    }

    private Running Of(RecordingPart part)
    {
        if (_running.Count > Capacity)
            _running.Clear();
        return _running.GetOrAdd(part, static _ => new());
    }

    /// <summary>What this process knows of a recording. Two calls may use it at once: each field stands for itself, and a wrong tail is refused by the blob.</summary>
    private sealed class Running
    {
        public RecordingTail? Tail { get; set; }

        public int Errors { get; set; }

        public long? RestsSince { get; set; }

        public long? Noted { get; set; }

        public StoppedRecording? Stopped { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(6001, LogLevel.Warning, "{Part} could not be recorded, {Errors} times in a row; its batch comes again.")]
        public static partial void Failed(ILogger logger, Exception failure, RecordingPart part, int errors);

        [LoggerMessage(6002, LogLevel.Error, "{Part} is not recorded any more after {Errors} failures: {Reason}")]
        public static partial void Stopped(ILogger logger, RecordingPart part, int errors, string reason);

        [LoggerMessage(6003, LogLevel.Information, "{Part} is recorded again.")]
        public static partial void Resumed(ILogger logger, RecordingPart part);
    }
}
