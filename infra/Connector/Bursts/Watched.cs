using System.Collections.Frozen;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Topics;

namespace LiveView.Connector.Bursts;

/// <summary>
/// Which topics somebody watches, by the rows of interest that the handler keeps. A whole exchange always counts as watched: it is how people find
/// the rest. While nobody can say, everything does.
/// </summary>
internal sealed partial class Watched(TableClient? interests, ConnectorMetrics metrics, TimeProvider time, ILogger<Watched> log)
{
    /// <summary>The table and the partition in it.</summary>
    public const string Table = "interest";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private volatile FrozenSet<string>? _topics;
    private bool _isSaid;

    public bool IsWatched(Topic topic) =>
        _topics is not { } topics || !topic.Key.Contains('.', StringComparison.Ordinal) || topics.Contains(topic.ToString());

    /// <summary>Looks again and again, until told to stop.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        if (interests is null)
            return;
        using var timer = new PeriodicTimer(Pause, time);
        do
        {
            try
            {
                HashSet<string> topics = new(StringComparer.Ordinal);
                await foreach (var row in interests.QueryAsync(
                    TableClient.CreateQueryFilter($"PartitionKey eq {Table} and RowKey ge {"market:"} and RowKey lt {"market;"}"), select: ["RowKey"], cancellationToken: token))
                    topics.Add(row.RowKey);
                _topics = topics.ToFrozenSet(StringComparer.Ordinal);
            }
#pragma warning disable CA1031 // the loop must survive whatever goes wrong: what is watched would stand still
            catch (Exception fault) when (!token.IsCancellationRequested)
            {
                Failed(fault);
                _topics = null;
            }
#pragma warning restore CA1031
        }
        while (await timer.WaitForNextTickAsync(token));
    }

    private void Failed(Exception fault)
    {
        var isDefect = fault is not (RequestFailedException or TaskCanceledException or AggregateException);
        if (isDefect)
            metrics.Faulted("watched");
        if (_topics is null && _isSaid)
            return; // once is enough, until somebody can say again
        _isSaid = true;
        if (isDefect)
            Log.Faulted(log, fault);
        else
            Log.Unknown(log, fault);
    }

    private static partial class Log
    {
        [LoggerMessage(9714, LogLevel.Warning, "Nobody can say which topics are watched; all are treated so.")]
        public static partial void Unknown(ILogger logger, Exception failure);

        [LoggerMessage(9716, LogLevel.Error, "Which topics are watched could not be asked, for a reason that is not the table's; all are treated so.")]
        public static partial void Faulted(ILogger logger, Exception failure);
    }
}
