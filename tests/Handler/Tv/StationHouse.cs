using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveView.Core.Topics;
using LiveView.Handler.Fold;
using LiveView.Handler.Invocation;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Doors;
using LiveView.Local.Stations;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Tv;

/// <summary>The whole handler, with a hub that a test folds when it wants to. Every test has a station of its own.</summary>
public sealed class StationHouse : IAsyncLifetime
{
    private readonly Dictionary<string, long> _folded = [];
    private readonly SemaphoreSlim _folding = new(1);
    private OpenHouse? _house;

    internal OpenHouse House => _house ?? throw new InvalidOperationException("It has not been started.");

    internal IServiceProvider Services => House.App.Services;

    /// <summary>A few short items with every letter that is special somewhere.</summary>
    internal static IReadOnlyList<Pattern> Library { get; } =
    [
        Pattern.Generate("shows/Bars & Tones/S01E01 – 100%", About("Part 1", 1), 0, 5, 2),
        Pattern.Generate("shows/Bars & Tones/S01E02 #?", About("Part 2", 2), 1, 6, 2),
        Pattern.Generate("shows/Bars & Tones/S01E03", About("Part 3", 3), 2, 40, 2),
        Pattern.Generate("bumpers/日本語", new Dictionary<string, object> { ["title"] = "Bumper" }, 3, 2, 2),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await OpenHouse.StartAsync(
        Token,
        ("Connect:PublicFeeds", "sports,tv"), ("Push:Feeds", "tv"), ("Tv:WatchEntries", "50"), ("Tv:CommandBurst", "3"),
        ("Limits:RequestsPerSecond", "0"));

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        _folding.Dispose();
    }

    internal static Topic TopicOf(string station) => Topic.Parse($"tv:{station}");

    internal Task<HttpResponseMessage> GetAsync(string path, string? bearer = null) => House.SendAsync(HttpMethod.Get, path, bearer, null, Token);

    internal async Task<HttpResponseMessage> PutMediaAsync(string station, string path, byte[] bytes, string? key = OpenHouse.PushKey)
    {
        using var body = new ByteArrayContent(bytes);
        body.Headers.ContentType = new MediaTypeHeaderValue("video/mp2t");
        return await House.SendAsync(HttpMethod.Put, $"/api/tv/{station}/media/{path}", null, body, Token, key is null ? [] : [("X-Api-Key", key)]);
    }

    internal async Task<HttpResponseMessage> PostAsync(string path, object body, string? key = OpenHouse.PushKey)
    {
        using var content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        return await House.SendAsync(HttpMethod.Post, path, null, content, Token, key is null ? [] : [("X-Api-Key", key)]);
    }

    /// <summary>A station with everything of the library but what is left out.</summary>
    internal async Task BringAsync(string station, params string[] without)
    {
        foreach (var item in Library.Where(item => !without.Contains(item.Path)))
        {
            for (var i = 0; i < item.Segments.Count; i++)
                (await PutMediaAsync(station, Address(item.Path, i), item.Segments[i])).EnsureSuccessStatusCode().Dispose();
        }

        (await PostAsync($"/api/push/tv/{station}", Encoding.UTF8.GetString(StationSource.Catalogue(Library, 1)))).EnsureSuccessStatusCode().Dispose();
        await FoldAsync();
    }

    /// <summary>Folds what is on the hub and was not folded yet.</summary>
    internal async Task FoldAsync()
    {
        await _folding.WaitAsync(Token);
        try
        {
            foreach (var partition in House.Hubs.Find("raw")!.Partitions)
            {
                var events = partition.Read(_folded.GetValueOrDefault(partition.Id, -1), 1_000);
                if (events.Count == 0)
                    continue;
                await Services.GetRequiredService<FoldBatch>().RunAsync(
                    new(partition.Id, [.. events.Select(static one => new HubEvent(one.Data.Body, one.SequenceNumber, one.EnqueuedTime))]), Token);
                _folded[partition.Id] = events[^1].SequenceNumber;
            }
        }
        finally
        {
            _folding.Release();
        }
    }

    /// <summary>The log of a station, as it was committed.</summary>
    internal async Task<IReadOnlyList<JsonElement>> EventsAsync(string station)
    {
        var tier = TopicOf(station).Tier("events");
        var updates = await Services.GetRequiredService<TopicStore>().ReadAsync(tier, 1, 10_000, Token);
        return [.. updates.SelectMany(static update => JsonElement.Parse(update.Bytes.Span).GetProperty("data").EnumerateArray())];
    }

    internal static string Address(string path, int number) => $"{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}/{number}.ts";

    private static Dictionary<string, object> About(string title, int episode) =>
        new() { ["title"] = title, ["series"] = "Bars & Tones", ["season"] = 1, ["episode"] = episode };
}
