using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace LiveView.Local.Stations;

/// <summary>Brings a small library and its catalogue to the functions, once; from then on the station is shown by the clock.</summary>
internal sealed partial class StationSource : IAsyncDisposable
{
    private const int Cut = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly StationOptions _options;
    private readonly HttpClient _http;
    private readonly ILogger _log;
    private Task _bringing = Task.CompletedTask;

    private StationSource(StationOptions options) =>
        (_options, _log, _http) = (options, options.Logs.CreateLogger<StationSource>(), new() { BaseAddress = options.Functions, Timeout = Patience });

    /// <summary>Begins to bring it, until it is disposed.</summary>
    public static StationSource Start(StationOptions options)
    {
        var source = new StationSource(options);
        source._bringing = source.BringAsync();
        return source;
    }

    /// <summary>What a catalogue says of these items: two series, shuffled, and a bumper after each episode.</summary>
    public static byte[] Catalogue(IReadOnlyList<Pattern> library, int seed) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = 1,
        title = "Pattern TV",
        seed = $"{seed}",
        start = "2026-01-01T00:00:00Z",
        target = Cut,
        lead = 8,
        items = library.ToDictionary(static item => item.Path, static item => new Dictionary<string, object>(item.About) { ["cuts"] = item.Cuts }),
        blocks = new[] { new { name = "Series", order = "shuffle", bumpers = 1, items = library.Where(static item => !item.Path.StartsWith("bumpers/", StringComparison.Ordinal)).Select(static item => item.Path).ToArray() } },
        bumpers = library.Where(static item => item.Path.StartsWith("bumpers/", StringComparison.Ordinal)).Select(static item => item.Path).ToArray(),
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // the work is ours: Start began it
        await _bringing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task BringAsync()
    {
        List<Pattern> library = [];
        foreach (var (path, about, seconds) in Titles())
        {
            var number = library.Count;
            var item = _options.IsEncoded ? await Encoder.EncodeAsync(path, about, number, seconds, Cut, _options.Time, _stop.Token) : null;
            library.Add(item ?? Pattern.Generate(path, about, number, seconds, Cut));
            for (var i = 0; i < library[^1].Segments.Count; i++)
                await UntilTakenAsync(HttpMethod.Put, $"api/tv/{_options.Name}/media/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}/{i}.ts", library[^1].Segments[i], "video/mp2t");
        }

        await UntilTakenAsync(HttpMethod.Post, $"api/push/tv/{_options.Name}", Catalogue(library, _options.Seed), "application/json");
        Log.Brought(_log, _options.Name, library.Count, library.Sum(static item => item.Segments.Count));
    }

    // Special characters on purpose: whoever looks at the page sees that they arrive.
    private static IEnumerable<(string Path, IReadOnlyDictionary<string, object> About, int Seconds)> Titles()
    {
        foreach (var (series, seconds) in new[] { ("Bars & Tones", 24), ("Ciphers <№ 1>", 31) })
        {
            for (var episode = 1; episode <= 2; episode++)
                yield return ($"shows/{series}/S01E0{episode} – 100%", new Dictionary<string, object> { ["title"] = $"{series}, part {episode}", ["series"] = series, ["season"] = 1, ["episode"] = episode }, seconds + episode);
        }

        yield return ("films/Colours", new Dictionary<string, object> { ["title"] = "Colours" }, 45);
        foreach (var name in new[] { "one", "two" })
            yield return ($"bumpers/{name}", new Dictionary<string, object> { ["title"] = $"Bumper {name}" }, 3);
    }

    // The handler may be starting, or be killed by a test: then once more. A segment that lies there already is as good.
    private async Task UntilTakenAsync(HttpMethod method, string address, byte[] body, string type)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            try
            {
                using var answer = await _http.SendAsync(request, _stop.Token);
                if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict)
                    return;
                if ((int)answer.StatusCode < 500)
                    Log.Refused(_log, address, (int)answer.StatusCode);
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException && !_stop.IsCancellationRequested)
            {
                // It is not there yet, or no more.
            }

            await Task.Delay(Again, _options.Time, _stop.Token);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9851, LogLevel.Information, "The station {Station} shows {Items} items in {Segments} segments")]
        public static partial void Brought(ILogger logger, string station, int items, int segments);

        [LoggerMessage(9852, LogLevel.Warning, "{Address} was refused with {Status}")]
        public static partial void Refused(ILogger logger, string address, int status);
    }
}
