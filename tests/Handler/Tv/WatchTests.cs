using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Handler.Tests.Doors;
using LiveView.Handler.Tv;
using LiveView.Handler.Tv.Watch;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests.Tv;

/// <summary>Where viewers are in their series.</summary>
public sealed class WatchTests(StationHouse house) : IClassFixture<StationHouse>
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private WatchStore Store => house.Services.GetRequiredService<WatchStore>();

    [Fact]
    [Trait("Requirement", "99")]
    public async Task A_place_moves_on_by_episode_position_and_time_and_never_back()
    {
        async Task<(bool, int, long)> Put(int episode, long position, int seconds)
        {
            var (isKept, place) = await Store.NoteAsync("mono", new("S", 1, episode, position, At.AddSeconds(seconds)), Token);
            return (isKept, place.Episode, place.Position);
        }

        Assert.Equal((true, 2, 5_000L), await Put(2, 5_000, 0));
        Assert.Equal((false, 2, 5_000L), await Put(2, 4_000, 9)); // another device that is behind
        Assert.Equal((false, 2, 5_000L), await Put(1, 9_000, 9));
        Assert.Equal((false, 2, 5_000L), await Put(2, 5_000, 0)); // it came twice
        Assert.Equal((true, 2, 5_000L), await Put(2, 5_000, 1));
        Assert.Equal((true, 3, 0L), await Put(3, 0, 0));
    }

    [Fact]
    [Trait("Requirement", "99")]
    public async Task Of_many_devices_that_write_at_once_the_furthest_wins()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Store.NoteAsync("crowd", new("S", 1, 1 + (n % 5), n * 100, At), Token)));
        var place = await Store.FindAsync("crowd", "S", Token);
        Assert.Equal((5, 3_900L), (place!.Episode, place.Position));
    }

    [Fact]
    [Trait("Requirement", "105")]
    public async Task Nobody_has_more_places_than_may_be_kept_and_the_oldest_go()
    {
        foreach (var some in Enumerable.Range(0, 120).Chunk(4))
            await Task.WhenAll(some.Select(n => Store.NoteAsync("collector", new($"Series {n}", 1, 1, 1, At.AddMinutes(n)), Token)));
        var places = await Store.ReadAsync("collector", Token);
        Assert.InRange(places.Count, 40, 50); // the setting of this house
        Assert.Contains(places, static place => place.Series == "Series 119");
        Assert.DoesNotContain(places, static place => place.Series == "Series 0");
    }

    [Fact]
    [Trait("Requirement", "105")]
    public async Task What_was_kept_under_a_larger_limit_is_trimmed_by_the_hour()
    {
        for (var n = 0; n < 30; n++)
            await Store.NoteAsync("later", new($"Series {n}", 1, 1, 1, At.AddMinutes(n)), Token);
        var stricter = ActivatorUtilities.CreateInstance<WatchStore>(
            house.Services, house.Services.GetRequiredKeyedService<Cloud.Tables.TableClient>(Handler.State.StateTables.Watch), (IOptionsMonitor<TvOptions>)new Settled<TvOptions>(new() { WatchEntries = 10 }));
        Assert.True(await stricter.TrimAllAsync(Token) >= 20);
        Assert.Equal(Enumerable.Range(20, 10).Select(static n => $"Series {n}"), (await Store.ReadAsync("later", Token)).Select(static place => place.Series).Order(StringComparer.Ordinal));
        Assert.Equal(0, await stricter.TrimAllAsync(Token));
    }

    [Fact]
    [Trait("Requirement", "118")]
    public async Task Places_are_given_and_taken_as_a_file_and_are_the_callers_own()
    {
        var ann = OpenHouse.TokenOf("ann");
        foreach (var series in new[] { "Bars & Tones", "日本語/#?\\", "a'b" })
            Assert.Equal(HttpStatusCode.OK, await PutAsync(ann, new { series, season = 1, episode = 2, position = 5_000 }));
        using var answer = await house.GetAsync("/api/watch", ann);
        Assert.Equal("watch_progress.json", answer.Content.Headers.ContentDisposition!.FileName);
        var file = await answer.Content.ReadAsStringAsync(Token);
        Assert.Equal(3, JsonElement.Parse(file).GetProperty("places").GetArrayLength());
        var bob = OpenHouse.TokenOf("bob");
        using var empty = await house.GetAsync("/api/watch", bob);
        Assert.Equal(0, (await empty.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("places").GetArrayLength());
        using var taken = await SendAsync(HttpMethod.Post, bob, file);
        using var again = await SendAsync(HttpMethod.Post, bob, file);
        Assert.Equal("""{"kept":3,"behind":0}""", await taken.Content.ReadAsStringAsync(Token));
        Assert.Equal("""{"kept":0,"behind":3}""", await again.Content.ReadAsStringAsync(Token));
        using var full = await house.GetAsync("/api/watch", bob);
        Assert.Equal(
            JsonElement.Parse(file).GetProperty("places").GetRawText(), (await full.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("places").GetRawText());
    }

    [Fact]
    [Trait("Requirement", "110")]
    public async Task Who_left_an_episode_that_is_gone_is_led_to_the_next()
    {
        await house.BringAsync("watched");
        var eve = OpenHouse.TokenOf("eve");
        var begin = await ResumeAsync(eve, "Bars & Tones");
        Assert.Equal((1, 0L, false), (begin.GetProperty("episode").GetInt32(), begin.GetProperty("position").GetInt64(), begin.GetProperty("resume_redirected").GetBoolean()));
        await PutAsync(eve, new { series = "Bars & Tones", season = 1, episode = 3, position = 20_000 });
        var there = await ResumeAsync(eve, "Bars & Tones");
        Assert.Equal((3, 20_000L, false), (there.GetProperty("episode").GetInt32(), there.GetProperty("position").GetInt64(), there.GetProperty("resume_redirected").GetBoolean()));
        await PutAsync(eve, new { series = "Bars & Tones", season = 1, episode = 9, position = 20_000 });
        var gone = await ResumeAsync(eve, "Bars & Tones");
        Assert.Equal((1, 0L, true, "missing"), (gone.GetProperty("episode").GetInt32(), gone.GetProperty("position").GetInt64(), gone.GetProperty("resume_redirected").GetBoolean(), gone.GetProperty("reason").GetString()));
        using var forgotten = await house.House.SendAsync(HttpMethod.Delete, "/api/watch?series=Bars%20%26%20Tones", eve, null, Token);
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        Assert.Empty(await Store.ReadAsync("eve", Token));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"series":"","season":1,"episode":1,"position":0}""")]
    [InlineData("""{"series":"s","season":0,"episode":1,"position":0}""")]
    [InlineData("""{"series":"s","season":1,"episode":1,"position":-1}""")]
    [InlineData("""{"series":"s\u0000","season":1,"episode":1,"position":0}""")]
    public async Task What_is_no_place_is_refused(string body)
    {
        using var answer = await SendAsync(HttpMethod.Put, OpenHouse.TokenOf("ann"), body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{"version":2,"places":[]}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"places":[null]}""")]
    [InlineData("""{"version":1,"places":[{"series":"s","season":1,"episode":1,"position":-5,"at":"2026-11-21T09:00:00Z"}]}""")]
    public async Task What_is_no_file_of_places_is_refused_whole(string body)
    {
        using var answer = await SendAsync(HttpMethod.Post, OpenHouse.TokenOf("nina"), body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Empty(await Store.ReadAsync("nina", Token));
    }

    private async Task<HttpStatusCode> PutAsync(string bearer, object place)
    {
        using var answer = await SendAsync(HttpMethod.Put, bearer, JsonSerializer.Serialize(place));
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string bearer, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        return await house.House.SendAsync(method, "/api/watch", bearer, content, Token);
    }

    private async Task<JsonElement> ResumeAsync(string bearer, string series)
    {
        using var answer = await house.GetAsync($"/api/watch/resume?station=watched&series={Uri.EscapeDataString(series)}", bearer);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
