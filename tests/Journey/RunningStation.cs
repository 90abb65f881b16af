using LiveView.Local;
using LiveView.Local.Host;
using LiveView.Testing;
using LiveView.Testing.Hls;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Journey.Tests;

/// <summary>The whole of Live View on this machine with a station, and nothing else to look at.</summary>
internal sealed class RunningStation : IAsyncDisposable
{
    private const int Strikes = 3;

    private readonly DirectoryInfo _data;
    private readonly SmallAzure _azure;
    private int _kills;

    private RunningStation(DirectoryInfo data, SmallAzure azure)
    {
        (_data, _azure) = (data, azure);
        Http = new() { BaseAddress = azure.Functions!.Endpoint, Timeout = TimeSpan.FromSeconds(10) }; // no test leaves the functions to others
    }

    public HttpClient Http { get; }

    /// <summary>Starts it, and returns once the station is on the air.</summary>
    /// <param name="token">Ends the start.</param>
    /// <param name="isEncoded">Whether ffmpeg makes the pictures, where it is installed.</param>
    public static async Task<RunningStation> StartAsync(CancellationToken token, bool isEncoded = false)
    {
        var data = Directory.CreateTempSubdirectory("liveview-");
        var options = new LocalOptions { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = data.FullName, Station = true, IsEncoded = isEncoded };
        foreach (var provider in new[] { "Espn", "Nba", "Nhl", "Mlb", "OpenLiga", "OpenFootball" })
            options.Settings[$"Providers__{provider}__Targets"] = "";
        var station = new RunningStation(data, await SmallAzure.StartAsync(options, NullLoggerFactory.Instance, token));
        await Eventually.Until("the station is on the air", async () => await station.PlaylistAsync(token) is not null, token, TimeSpan.FromSeconds(120));
        return station;
    }

    /// <summary>The playlist as a player gets it; null while nobody answers with one.</summary>
    public async Task<string?> PlaylistAsync(CancellationToken token)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("api/tv/pattern/live.m3u8", UriKind.Relative), token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(token) : null;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A segment's bytes; null while nobody answers with them.</summary>
    public async Task<byte[]?> SegmentAsync(ListedSegment segment, CancellationToken token)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"api/tv/pattern/{segment.Address}", UriKind.Relative), token);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(token) : null;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !token.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Kills the handler's process. The host starts another; after the third it ends, as the real one does, and the platform starts another host.</summary>
    public async Task KillHandlerAsync(CancellationToken token)
    {
        var before = _azure.Functions!.HandlerProcessId;
        await _azure.Functions.KillHandlerAsync();
        if (++_kills % Strikes == 0)
        {
            await Assert.ThrowsAsync<HandlerFailedException>(() => _azure.Functions.WatchAsync(token));
            await _azure.RestartFunctionsAsync(token);
        }

        await Eventually.Until("another handler runs", () => _azure.Functions.HandlerProcessId is { } now && now != before, token, TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _azure.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
