using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Local;
using LiveView.Local.Azurite;
using LiveView.Local.EventHubs;
using LiveView.Local.PubSub;

namespace LiveView.Benchmarks.Telemetry;

/// <summary>A handler in a process of its own, on a storage, a hub and a Web PubSub of its own, that is called as the Functions host calls it.</summary>
internal sealed class FoldingHandler : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly IAsyncDisposable[] _services;
    private readonly DirectoryInfo _data;
    private long _sequence;

    private FoldingHandler(Process process, int port, DirectoryInfo data, params IAsyncDisposable[] services)
    {
        (_process, _data, _services) = (process, data, services);
        _http = new() { BaseAddress = new($"http://127.0.0.1:{port}/") };
    }

    public Uri Address => _http.BaseAddress!; // set when it was made

    public static async Task<FoldingHandler> StartAsync(IEnumerable<(string Name, string Value)> settings)
    {
        var data = Directory.CreateTempSubdirectory("liveview-telemetry-");
        var azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, CancellationToken.None);
        var hubs = await EventHubsServer.StartAsync(new() { Port = 0, DataDirectory = data.FullName }, CancellationToken.None);
        var pubsub = await PubSubServer.StartAsync(new() { Port = 0 }, CancellationToken.None);
        var port = FanOut.Ports.Free().Viewers;
        var app = new LocalOptions().App;
        var start = new ProcessStartInfo(Path.Combine(app, "LiveView.Handler")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = app };
        (string, string)[] usual =
        [
            ("FUNCTIONS_CUSTOMHANDLER_PORT", port.ToString(CultureInfo.InvariantCulture)), ("Storage__ConnectionString", azurite.ConnectionString), ("Storage__CreateIfMissing", "true"),
            ("EventHubs__ConnectionString", hubs.ConnectionString), ("EventHubs__SendEndpoint", hubs.Endpoint.GetLeftPart(UriPartial.Authority)),
            ("PubSub__ConnectionString", pubsub.ConnectionString), ("Interest__OwedFeeds", "market"), ("LV_ENV", "development"),
            .. hubs.Hubs.Select(static hub => ($"EventHubs__Partitions__{hub.Name}", $"{hub.Partitions.Count}")),
        ];
        foreach (var (name, value) in usual.Concat(settings))
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{app} could not be started.");
        // Its lines go nowhere, but they are taken, as the host takes them.
        process.ErrorDataReceived += static (_, line) => Console.Error.Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var handler = new FoldingHandler(process, port, data, pubsub, hubs, azurite);
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await handler.IsReadyAsync())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"It ended with {process.ExitCode}.");
            await every.WaitForNextTickAsync();
        }

        return handler;
    }

    /// <summary>Folds batches of the hub.</summary>
    /// <returns>The processor time that it took the process.</returns>
    public async Task<TimeSpan> FoldAsync(params IReadOnlyList<IReadOnlyList<ReadOnlyMemory<byte>>> batches)
    {
        _process.Refresh();
        var before = _process.TotalProcessorTime;
        foreach (var batch in batches)
        {
            using var content = new StringContent(Envelope(batch), Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(new Uri("Fold", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }

        _process.Refresh();
        return _process.TotalProcessorTime - before;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        foreach (var service in _services)
            await service.DisposeAsync();
        _data.Delete(recursive: true);
    }

    // As the host writes it: arrays as JSON inside strings, times without a zone.
    private string Envelope(IReadOnlyList<ReadOnlyMemory<byte>> batch)
    {
        var sequences = Enumerable.Range(0, batch.Count).Select(_ => ++_sequence).ToArray();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(new
        {
            Data = new { events = JsonSerializer.Serialize(batch.Select(static message => Encoding.UTF8.GetString(message.Span))) },
            Metadata = new
            {
                SequenceNumberArray = JsonSerializer.Serialize(sequences),
                EnqueuedTimeUtcArray = JsonSerializer.Serialize(sequences.Select(_ => now)),
                PartitionContext = new { PartitionId = "0" },
            },
        });
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("api/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
