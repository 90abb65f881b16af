using LiveView.Connector.Bursts;
using Microsoft.Extensions.Options;

namespace LiveView.Connector;

/// <summary>
/// Everything that runs, and how it ends: first the exchanges are left, then what is gathered is sent, then the process may go.
/// </summary>
internal sealed partial class ConnectorService(
    IReadOnlyList<Session> sessions, Lanes lanes, Outbox outbox, Watched watched, IOptions<ConnectorOptions> options, TimeProvider time, ILogger<ConnectorService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var emptying = new CancellationTokenSource();
        List<Task> sides = [lanes.RunAsync(emptying.Token), watched.RunAsync(emptying.Token)];
        await Task.WhenAll(sessions.Select(session => session.RunAsync(stoppingToken)));
        if (!stoppingToken.IsCancellationRequested)
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // no exchange is switched on

        await emptying.CancelAsync();
        await Task.WhenAll(sides).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var within = TimeSpan.FromSeconds(options.Value.ShutdownSeconds);
        using var deadline = new CancellationTokenSource(within, time);
        await lanes.FlushAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await outbox.CloseAsync(within);
        Log.Stopped(log, lanes.Left(), outbox.Waiting);
    }

    private static partial class Log
    {
        [LoggerMessage(9720, LogLevel.Information, "Stopped; {Lanes} topics and {Bursts} bursts were not sent.")]
        public static partial void Stopped(ILogger logger, int lanes, int bursts);
    }
}
