using LiveView.Connector.Bursts;
using Microsoft.Extensions.Options;

namespace LiveView.Connector;

/// <summary>
/// Everything that runs, and how it ends: first the exchanges are left, then what is gathered is sent, then the process may go. A part that
/// breaks ends the whole in the same order, with its error: half a connector would look alive and send nothing.
/// </summary>
internal sealed partial class ConnectorService(
    IReadOnlyList<Session> sessions,
    Lanes lanes,
    Outbox outbox,
    Watched watched,
    ConnectorMetrics metrics,
    IOptions<ConnectorOptions> options,
    TimeProvider time,
    ILogger<ConnectorService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        using var emptying = new CancellationTokenSource();
        Task[] sides = [WholeAsync(() => lanes.RunAsync(emptying.Token)), WholeAsync(() => watched.RunAsync(emptying.Token)), WholeAsync(() => outbox.WatchAsync(emptying.Token))];
        Task[] following = [.. sessions.Select(session => WholeAsync(() => session.RunAsync(leaving.Token)))];
        await Task.Delay(Timeout.InfiniteTimeSpan, time, leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(following).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await emptying.CancelAsync();
        await Task.WhenAll(sides).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var within = TimeSpan.FromSeconds(options.Value.ShutdownSeconds);
        using var deadline = new CancellationTokenSource(within, time);
        await lanes.FlushAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await outbox.CloseAsync(within);
        Log.Stopped(log, lanes.Left(), outbox.Waiting);
        await Task.WhenAll([.. sides, .. following]); // the host stops, and says why

        async Task WholeAsync(Func<Task> part)
        {
            try
            {
                await part();
            }
            catch (OperationCanceledException)
            {
                // It was told to stop.
            }
            catch (Exception broken)
            {
                metrics.Faulted("connector");
                Log.Broken(log, broken);
                await leaving.CancelAsync();
                throw;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9720, LogLevel.Information, "Stopped; {Lanes} topics and {Bursts} bursts were not sent.")]
        public static partial void Stopped(ILogger logger, int lanes, int bursts);

        [LoggerMessage(9721, LogLevel.Critical, "A part of the connector broke, so all of it ends.")]
        public static partial void Broken(ILogger logger, Exception broken);
    }
}
