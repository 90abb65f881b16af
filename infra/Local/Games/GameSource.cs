using System.Net.Http.Headers;

namespace LiveView.Local.Games;

/// <summary>
/// Plays rounds on this machine and pushes each message of the game's socket to the handler. A message that cannot be handed over is lost, as on
/// a socket that breaks: the next one's window heals it.
/// </summary>
internal sealed partial class GameSource : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly GamesOptions _options;
    private readonly HttpClient _http = new() { Timeout = Patience };
    private readonly ILogger _log;
    private Task _playing = Task.CompletedTask;

    private GameSource(GamesOptions options) => (_options, _log) = (options, options.Logs.CreateLogger<GameSource>());

    /// <summary>Messages that were handed over.</summary>
    public int Told { get; private set; }

    /// <summary>Messages that were lost.</summary>
    public int Lost { get; private set; }

    /// <summary>Begins to play, until it is disposed.</summary>
    public static GameSource Start(GamesOptions options)
    {
        var source = new GameSource(options);
        source._playing = source.PlayAsync();
        Log.Started(source._log, options.Push, options.Seed);
        return source;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // the loop is ours: Start began it
        await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task PlayAsync()
    {
        foreach (var beat in new RoundScript(_options.Seed, _options.Time.GetUtcNow).Play())
        {
            await Task.Delay(beat.After / _options.Pace, _options.Time, _stop.Token);
            if (await TellAsync(beat.Message))
                Told++;
            else if (++Lost is 1)
                Log.Lost(_log, _options.Push);
        }
    }

    private async Task<bool> TellAsync(ReadOnlyMemory<byte> message)
    {
        using var content = new ReadOnlyMemoryContent(message);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        try
        {
            using var answer = await _http.PostAsync(_options.Push, content, _stop.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9801, LogLevel.Information, "A simulated game is pushed to {Address}, seed {Seed}")]
        public static partial void Started(ILogger logger, Uri address, int seed);

        [LoggerMessage(9802, LogLevel.Warning, "A message of the game was not taken by {Address}; the next ones heal it")]
        public static partial void Lost(ILogger logger, Uri address);
    }
}
