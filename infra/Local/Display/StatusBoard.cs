namespace LiveView.Local.Display;

/// <summary>Says every few seconds, in one line, how everything does: topics, viewers, rates, lag, errors. What does not answer is left at 0.</summary>
internal sealed class StatusBoard(SmallAzure azure, TextWriter output, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new() { Timeout = Deadline };

    /// <summary>Goes on until it is stopped.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken token)
    {
        var before = await ReadAsync(token);
        using var every = new PeriodicTimer(interval, time);
        while (await every.WaitForNextTickAsync(token))
        {
            var now = await ReadAsync(token);
            await output.WriteLineAsync(now.Line(before).AsMemory(), token);
            before = now;
        }
    }

    /// <summary>Looks once.</summary>
    public async Task<StatusReading> ReadAsync(CancellationToken token) => new(
        time.GetUtcNow(),
        await PageAsync(token),
        azure.PubSub?.Board.Hubs.Connections ?? 0,
        await BehindAsync(token),
        azure.Functions?.AllFailures ?? 0);

    public void Dispose() => _http.Dispose();

    private async Task<long> BehindAsync(CancellationToken token)
    {
        try
        {
            return azure.Functions is { } functions ? await functions.BehindAsync("Fold", token) : 0;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            return 0; // the storage starts anew
        }
    }

    private async Task<MetricsPage> PageAsync(CancellationToken token)
    {
        if (azure.Functions is not { Endpoint: var endpoint })
            return MetricsPage.Empty;
        try
        {
            return new(await _http.GetStringAsync(new Uri(endpoint, "api/metrics"), token));
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            return MetricsPage.Empty; // it starts anew, or its metrics are switched off
        }
    }
}
