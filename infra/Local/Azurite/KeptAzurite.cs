namespace LiveView.Local.Azurite;

/// <summary>
/// Azurite, kept alive: when its process dies another is started on the same ports, with the data that is on disk. Whoever talks to it
/// meets refused connections for a second or two, as with the real service in trouble.
/// </summary>
internal sealed partial class KeptAzurite : IAsyncDisposable
{
    private const int Strikes = 3;
    private static readonly TimeSpan StrikesForgotten = TimeSpan.FromMinutes(5);

    private readonly AzuriteOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _keeping;
    private AzuriteProcess _azurite;

    private KeptAzurite(AzuriteProcess azurite, AzuriteOptions options, ILogger logger, TimeProvider time)
    {
        (_azurite, _options, _logger, _time) = (azurite, options, logger, time);
        ConnectionString = azurite.ConnectionString;
        // Whoever knows the ports goes on knowing them.
        (options.BlobPort, options.QueuePort, options.TablePort) = (azurite.BlobEndpoint.Port, azurite.QueueEndpoint.Port, azurite.TableEndpoint.Port);
        _keeping = KeepAsync();
    }

    /// <summary>Understood by every Azure storage client; the same for as long as this lives.</summary>
    public string ConnectionString { get; }

    /// <summary>Where tables are; the same for as long as this lives.</summary>
    public Uri TableEndpoint => Volatile.Read(ref _azurite).TableEndpoint;

    /// <summary>Where blobs are; the same for as long as this lives.</summary>
    public Uri BlobEndpoint => Volatile.Read(ref _azurite).BlobEndpoint;

    /// <summary>The process that runs now.</summary>
    public int ProcessId => Volatile.Read(ref _azurite).ProcessId;

    /// <inheritdoc cref="AzuriteProcess.StartAsync"/>
    public static async Task<KeptAzurite> StartAsync(AzuriteOptions options, ILoggerFactory logs, TimeProvider time, CancellationToken token) =>
        new(await AzuriteProcess.StartAsync(options, token), options, logs.CreateLogger<KeptAzurite>(), time);

    /// <summary>Ends only by a failure: it could not be kept alive, and a whole Azure without storage cannot go on.</summary>
    public Task WatchAsync() => _keeping.WaitAsync(_closing.Token);

    /// <summary>Stops it in order, so that it saves everything; does something; and starts it again.</summary>
    public async Task RestartAsync(Func<Task> meanwhile, CancellationToken token)
    {
        await _changing.WaitAsync(token);
        try
        {
            await _azurite.DisposeAsync();
            await meanwhile();
            Volatile.Write(ref _azurite, await AzuriteProcess.StartAsync(_options, token));
        }
        finally
        {
            _changing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _keeping.WaitAsync(CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _azurite.DisposeAsync();
        _changing.Dispose();
        _closing.Dispose();
    }

    private async Task KeepAsync()
    {
        var (strikes, last) = (0, _time.GetUtcNow());
        while (true)
        {
            var azurite = Volatile.Read(ref _azurite);
            var words = await azurite.WaitForExitAsync().WaitAsync(_closing.Token);
            await _changing.WaitAsync(_closing.Token);
            try
            {
                if (azurite != _azurite)
                    continue; // a restart that was meant
                var now = _time.GetUtcNow();
                strikes = now - last > StrikesForgotten ? 1 : strikes + 1;
                last = now;
                Log.Died(_logger, words, strikes, Strikes);
                if (strikes >= Strikes)
                    throw new InvalidOperationException(words);
                await azurite.DisposeAsync();
                Volatile.Write(ref _azurite, await AzuriteProcess.StartAsync(_options, _closing.Token));
                Log.Back(_logger, ProcessId);
            }
            finally
            {
                _changing.Release();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9401, LogLevel.Error, "{Words} It is started again; that is {Strikes} of {Allowed} before everything stops. What it had not saved, 5 s at most, is lost.")]
        public static partial void Died(ILogger logger, string words, int strikes, int allowed);

        [LoggerMessage(9402, LogLevel.Information, "Azurite is back as process {Process}.")]
        public static partial void Back(ILogger logger, int process);
    }
}
