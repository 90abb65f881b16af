using LiveView.Core.Feeds;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Record;

/// <summary>Brings open recordings to their end when no Raw comes any more, and closes those of topics that are over and quiet.</summary>
internal sealed partial class RecordTail(Recorder recorder, RecordingStates states, TimeProvider time, ILogger<RecordTail> log)
{
    /// <summary>A topic that is over may still be corrected, or reveal a seed.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(5);

    public async Task RunAsync(TimerTick tick, CancellationToken token)
    {
        await foreach (var (topic, version) in states.ReadOpenAsync(token))
        {
            try
            {
                var head = await recorder.UpdatesAsync(topic, token);
                if (head is null || (head.State.Phase == Phase.Finished && time.GetUtcNow() - head.Updated > Quiet && recorder.HasAll(head)))
                    await states.CloseAsync(topic, version, token);
            }
            catch (Exception failure) when (failure is RecordingBusyException or FormatException || RecordingWriter.IsAway(failure, token))
            {
                Log.Later(log, failure, topic);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6004, LogLevel.Information, "The end of {Topic} is recorded the next time.")]
        public static partial void Later(ILogger logger, Exception failure, Core.Topics.Topic topic);
    }
}
