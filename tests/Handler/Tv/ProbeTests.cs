using LiveView.Cloud.Blobs;
using LiveView.Handler.Invocation;
using LiveView.Handler.State;
using LiveView.Handler.Tv;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests.Tv;

/// <summary>What is shown soon is looked at before its viewers do.</summary>
public sealed class ProbeTests(StationHouse house) : IClassFixture<StationHouse>
{
    private const string Missing = "shows/Bars & Tones/S01E02 #?";

    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "102")]
    public async Task An_item_that_is_missing_is_retried_and_quarantined_after_five_and_shown_again_once_it_is_there()
    {
        await house.BringAsync("gap", Missing);
        var (probes, tries) = (Probes(Library()), 0);
        while (!(await house.EventsAsync("gap")).Any(static entry => entry.GetProperty("event").GetString() == "quarantined"))
        {
            Assert.True(++tries <= 30, "It is never quarantined.");
            await ProbeAsync(probes, "gap");
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.InRange(tries, 12, 20); // after 5, 10, 20 and 40 s: five looks in 75 s
        var quarantined = (await house.EventsAsync("gap")).Single(static entry => entry.GetProperty("event").GetString() == "quarantined");
        Assert.Equal((Missing, "missing"), (quarantined.GetProperty("path").GetString(), quarantined.GetProperty("reason").GetString()));
        var item = StationHouse.Library.Single(static item => item.Path == Missing);
        for (var i = 0; i < item.Segments.Count; i++)
            (await house.PutMediaAsync("gap", StationHouse.Address(Missing, i), item.Segments[i])).EnsureSuccessStatusCode().Dispose();
        _time.Advance(TimeSpan.FromMinutes(11));
        await ProbeAsync(probes, "gap");
        Assert.Equal("resumed", (await house.EventsAsync("gap"))[^1].GetProperty("event").GetString());
    }

    [Fact]
    [Trait("Requirement", "107")]
    public async Task A_storage_that_hangs_is_given_up_after_five_seconds()
    {
        await house.BringAsync("slow");
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start(); // it takes connections, and says nothing
        var storage = $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=c2VjcmV0;BlobEndpoint=http://{silent.LocalEndpoint}/devstoreaccount1;";
        var looking = Probes(Library(new(storage, MediaLibrary.Container))).OfAsync(StationHouse.TopicOf("slow"), await StationAsync("slow"), Token);
        await Eventually.Until("it waits", () => _time.Waiting > 0, Token);
        _time.Advance(Handler.Tv.Probes.Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(looking.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.NotEmpty(await looking);
    }

    [Fact]
    public async Task What_is_well_says_nothing()
    {
        await house.BringAsync("well");
        Assert.Empty(await Probes(Library()).OfAsync(StationHouse.TopicOf("well"), await StationAsync("well"), Token));
    }

    [Fact]
    public async Task What_is_no_transport_stream_is_found()
    {
        await house.BringAsync("odd");
        var blobs = house.Services.GetRequiredKeyedService<BlobContainerClient>(MediaLibrary.Container);
        await blobs.GetBlobClient($"odd/{StationHouse.Library[0].Path}/0.ts").UploadAsync(BinaryData.FromString("<html>Not found</html>"), cancellationToken: Token);
        Assert.Equal("unreadable", await Library().TroubleAsync(StationHouse.TopicOf("odd"), Path(StationHouse.Library[0].Path), 0, Token));
    }

    [Fact]
    [Trait("Requirement", "106")]
    public async Task Segments_that_no_catalogue_names_go_after_their_time_and_the_others_stay()
    {
        await house.BringAsync("tidy");
        (await house.PutMediaAsync("tidy", "shows/orphan/0.ts", StationHouse.Library[0].Segments[0])).EnsureSuccessStatusCode().Dispose();
        await TidyAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, await StatusAsync("tidy", "shows/orphan/0.ts"));
        _time.Advance(TimeSpan.FromHours(23)); // those that are shown are kept for longer by then
        await TidyAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, await StatusAsync("tidy", "shows/orphan/0.ts"));
        _time.Advance(TimeSpan.FromHours(2));
        await TidyAsync();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, await StatusAsync("tidy", "shows/orphan/0.ts"));
        foreach (var item in StationHouse.Library)
            Assert.Equal(System.Net.HttpStatusCode.OK, await StatusAsync("tidy", StationHouse.Address(item.Path, item.Segments.Count - 1)));
        var index = house.Services.GetRequiredService<SegmentIndex>();
        var left = new List<IndexedSegment>();
        await foreach (var segment in index.ReadAsync(Token))
            left.Add(segment);
        Assert.Equal(StationHouse.Library.Sum(static item => item.Segments.Count), left.Count(static segment => segment.Station == "tidy"));
    }

    private async Task ProbeAsync(Probes probes, string station)
    {
        var said = await probes.OfAsync(StationHouse.TopicOf(station), await StationAsync(station), Token);
        await house.Services.GetRequiredKeyedService<Handler.Ingest.HubSender>(Handler.Ingest.Hubs.Raw).SendAsync(
            said.Select(static raw => new Handler.Ingest.HubMessage(raw.Topic.ToString(), Core.Wire.RawJson.Write(raw))), Token);
        await house.FoldAsync();
    }

    private async Task TidyAsync() =>
        await ActivatorUtilities.CreateInstance<StationTidy>(house.Services, _time, Library()).RunAsync(default(TimerTick), Token);

    private async Task<System.Net.HttpStatusCode> StatusAsync(string station, string path)
    {
        using var answer = await house.GetAsync($"/api/tv/{station}/media/{path}");
        return answer.StatusCode;
    }

    private Probes Probes(MediaLibrary library) => new(library, _time, house.Services.GetRequiredService<TvMetrics>(), NullLogger<Probes>.Instance);

    private MediaLibrary Library(BlobContainerClient? container = null) => new(
        container ?? house.Services.GetRequiredKeyedService<BlobContainerClient>(MediaLibrary.Container),
        house.Services.GetRequiredService<SegmentIndex>(), house.Services.GetRequiredService<IOptionsMonitor<TvOptions>>(), _time);

    private async Task<LiveView.Feeds.Tv.Station> StationAsync(string station)
    {
        var head = await house.Services.GetRequiredService<TopicStore>().LoadAsync(StationHouse.TopicOf(station), Token);
        return LiveView.Feeds.Tv.Station.Read(head!.Head.State)!;
    }

    private static LiveView.Feeds.Tv.MediaPath Path(string text) => LiveView.Feeds.Tv.MediaPath.TryParse(text, out var path) ? path : throw new FormatException(text);
}
