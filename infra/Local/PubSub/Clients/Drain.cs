namespace LiveView.Local.PubSub;

/// <summary>
/// The end in good order: nobody new comes in, everybody is told 1001 in waves so that not all come back elsewhere at once, and the last
/// events reach the application.
/// </summary>
internal sealed partial class Drain(Switchboard board, ILogger log)
{
    private const string Reason = "server_shutdown";

    /// <summary>Closes everything; returns how many connections there were, counted before the first was closed.</summary>
    public async Task<int> RunAsync()
    {
        var options = board.Options;
        board.IsDraining = true;
        var all = board.Hubs.All.SelectMany(hub => hub.Everyone()).ToArray();
        var counted = all.Length;
        foreach (var wave in all.Chunk(options.DrainWave))
        {
            foreach (var connection in wave) board.Close(connection, CloseCode.GoingAway, Reason, CloseCategory.ServiceReload);
            if (wave[^1] != all[^1] && options.DrainPause > TimeSpan.Zero) await Task.Delay(options.DrainPause, options.Time);
        }

        try
        {
            await Task.WhenAll(board.Links.EmptyAsync(), board.Upstream.Outstanding.DrainedAsync()).WaitAsync(options.DrainTimeout, options.Time);
        }
        catch (TimeoutException)
        {
            Log.Impatient(log, board.Links.Count, options.DrainTimeout);
        }

        Log.Drained(log, counted);
        return counted;
    }

    private static partial class Log
    {
        [LoggerMessage(9343, LogLevel.Information, "Drained: total_connections_closed={total_connections_closed}.")]
        public static partial void Drained(ILogger logger, int total_connections_closed);

        [LoggerMessage(9344, LogLevel.Warning, "{Count} clients did not answer the close, or events were still under way, after {Timeout}.")]
        public static partial void Impatient(ILogger logger, int count, TimeSpan timeout);
    }
}
