using System.Net;
using System.Xml.Linq;
using LiveView.Testing.Hls;

namespace LiveView.Handler.Tests.Tv;

/// <summary>What operators bring and viewers get, through the real routes.</summary>
public sealed class StationTests(StationHouse house) : IClassFixture<StationHouse>
{
    private static readonly object Next = new { id = "a", command = "next", items = new[] { "shows/Bars & Tones/S01E03" } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "113")]
    [Trait("Requirement", "98")]
    public async Task A_catalogue_that_is_pushed_is_a_station_whose_segments_come_to_the_byte()
    {
        await house.BringAsync("one");
        using var answer = await house.GetAsync("/api/tv/one/live.m3u8");
        Assert.Equal((HttpStatusCode.OK, "application/vnd.apple.mpegurl"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var playlist = LivePlaylist.Read(await answer.Content.ReadAsStringAsync(Token));
        Assert.True(playlist.Segments.Count >= 10);
        var items = StationHouse.Library.ToDictionary(static item => item.Path);
        foreach (var segment in playlist.Segments)
        {
            var (path, number) = Split(segment.Address);
            using var media = await house.GetAsync($"/api/tv/one/{segment.Address}");
            Assert.Equal((HttpStatusCode.OK, "video/mp2t"), (media.StatusCode, media.Content.Headers.ContentType!.MediaType));
            Assert.Contains("immutable", media.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal(items[path].Segments[number], await media.Content.ReadAsByteArrayAsync(Token));
            Assert.Equal(items[path].Cuts[number], (int)(segment.Length * 1_000));
        }
    }

    [Fact]
    [Trait("Requirement", "118")]
    public async Task Its_settings_come_out_as_they_can_be_brought_again()
    {
        await house.BringAsync("two");
        using var answer = await house.GetAsync("/api/tv/two/channel_settings.json");
        Assert.Equal("channel_settings.json", answer.Content.Headers.ContentDisposition!.FileName);
        var settings = await answer.Content.ReadAsStringAsync(Token);
        (await house.PostAsync("/api/push/tv/twin", settings)).EnsureSuccessStatusCode().Dispose();
        await house.FoldAsync();
        using var twin = await house.GetAsync("/api/tv/twin/channel_settings.json");
        Assert.Equal(settings, await twin.Content.ReadAsStringAsync(Token));
        using var guide = await house.GetAsync("/api/tv/twin/guide.xml");
        Assert.NotEmpty(XDocument.Parse((await guide.Content.ReadAsStringAsync(Token)).Replace("<!DOCTYPE tv SYSTEM \"xmltv.dtd\">", "", StringComparison.Ordinal)).Descendants("programme"));
    }

    [Theory]
    [Trait("Requirement", "102")]
    [InlineData("shows/..%2F..%2Fsecrets/0.ts")]
    [InlineData("shows/a%5Cb/0.ts")]
    [InlineData("etc/passwd/0.ts")]
    [InlineData("shows/a/00.ts")]
    [InlineData("shows/a/-1.ts")]
    [InlineData("shows/a/0.mp4")]
    public async Task What_is_no_segment_of_the_library_is_neither_given_nor_taken(string path)
    {
        using var given = await house.GetAsync($"/api/tv/one/media/{path}");
        using var taken = await house.PutMediaAsync("one", path, StationHouse.Library[0].Segments[0]);
        Assert.Equal([HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity], [Same(given), Same(taken)]);
    }

    [Fact]
    public async Task A_segment_is_taken_once_from_who_has_the_key_and_never_changes()
    {
        var (one, other) = (StationHouse.Library[0].Segments[0], StationHouse.Library[1].Segments[0]);
        async Task<HttpStatusCode> Put(byte[] bytes, string? key)
        {
            using var answer = await house.PutMediaAsync("three", "shows/a/0.ts", bytes, key);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await Put(one, null));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Put([.. one, 0], Doors.OpenHouse.PushKey));
        Assert.Equal(HttpStatusCode.NoContent, await Put(one, Doors.OpenHouse.PushKey));
        Assert.Equal(HttpStatusCode.NoContent, await Put(one, Doors.OpenHouse.PushKey));
        Assert.Equal(HttpStatusCode.Conflict, await Put(other, Doors.OpenHouse.PushKey));
        using var given = await house.GetAsync("/api/tv/three/media/shows/a/0.ts");
        Assert.Equal(one, await given.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    [Trait("Requirement", "123")]
    public async Task A_command_that_is_sent_twice_happens_once_and_too_many_are_told_to_wait()
    {
        await house.BringAsync("four");
        using var first = await house.PostAsync("/api/tv/four/commands", Next);
        using var again = await house.PostAsync("/api/tv/four/commands", Next);
        await house.FoldAsync();
        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted], [first.StatusCode, again.StatusCode]);
        Assert.Single(await house.EventsAsync("four"), static entry => entry.TryGetProperty("id", out var id) && id.GetString() == "a");
        using var heard = await house.PostAsync("/api/tv/four/commands", new { id = "a", command = "skip" }); // costs nothing any more, once it is known
        using var last = await house.PostAsync("/api/tv/four/commands", new { id = "b", command = "skip" });
        using var many = await house.PostAsync("/api/tv/four/commands", new { id = "c", command = "skip" });
        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted], [heard.StatusCode, last.StatusCode]);
        Assert.Equal(HttpStatusCode.TooManyRequests, many.StatusCode);
        Assert.InRange(many.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 6);
    }

    [Theory]
    [InlineData("four", """{"id":"a"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("nobody", """{"id":"a","command":"skip"}""", HttpStatusCode.NotFound)]
    [InlineData("a b", """{"id":"a","command":"skip"}""", HttpStatusCode.UnprocessableEntity)]
    public async Task What_is_no_command_is_told_so(string station, string body, HttpStatusCode expected)
    {
        using var answer = await house.PostAsync($"/api/tv/{Uri.EscapeDataString(station)}/commands", body);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_station_that_there_is_not_is_told_so()
    {
        foreach (var path in new[] { "live.m3u8", "guide.xml", "channel_settings.json" })
        {
            using var answer = await house.GetAsync($"/api/tv/nobody/{path}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Who_may_not_have_a_station_gets_nothing_of_it()
    {
        await using var closed = await Doors.OpenHouse.StartAsync(Token, ("Connect:PublicFeeds", "sports"));
        foreach (var path in new[] { "live.m3u8", "guide.xml", "channel_settings.json", "media/shows/a/0.ts" })
        {
            using var nobody = await closed.SendAsync(HttpMethod.Get, $"/api/tv/one/{path}", null, null, Token);
            using var ann = await closed.SendAsync(HttpMethod.Get, $"/api/tv/one/{path}", Doors.OpenHouse.TokenOf("ann"), null, Token);
            Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden], [nobody.StatusCode, ann.StatusCode]);
        }
    }

    private static HttpStatusCode Same(HttpResponseMessage answer) => answer.StatusCode;

    private static (string Path, int Number) Split(string address)
    {
        var parts = address.Split('/').Select(Uri.UnescapeDataString).ToArray();
        return (string.Join('/', parts[1..^1]), int.Parse(parts[^1][..^3], System.Globalization.CultureInfo.InvariantCulture));
    }
}
