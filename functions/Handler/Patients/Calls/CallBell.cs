using System.Threading.Channels;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Feeds.Patients;

namespace LiveView.Handler.Patients.Calls;

/// <summary>
/// Rung by the fold when it has committed alerts, so that a call is made at once and the fold does not wait for it. A ring that is lost, with its
/// process or because too many wait, costs seconds and no call: the ward looks at every patient all the same.
/// </summary>
internal sealed partial class CallBell(CallRoom room, ILogger<CallBell> log) : BackgroundService
{
    private const int Most = 200;

    private readonly Channel<Topic> _rung = Channel.CreateBounded<Topic>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Looks at a commit.</summary>
    public void Ring(Commit commit)
    {
        if (commit.Head.Topic.Feed == PatientsFeed.FeedName && commit.Updates.Any(static update => update.Tier.Name == PatientsFeed.AlertsTier))
            _rung.Writer.TryWrite(commit.Head.Topic);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var topic in _rung.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await room.RunAsync(topic, stoppingToken);
            }
#pragma warning disable CA1031 // whatever one patient's calls meet, the next patient's must be made
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Later(log, failure);
            }
#pragma warning restore CA1031
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7521, LogLevel.Warning, "The calls of a patient could not be made now; the ward makes them.")]
        public static partial void Later(ILogger logger, Exception failure);
    }
}
