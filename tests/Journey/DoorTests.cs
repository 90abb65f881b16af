using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace LiveView.Journey.Tests;

/// <summary>What a stranger hears at the public doors.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private static readonly string[] Asked = ["sports:nba.20261120.bos.lal/score", "sports:nba.20261120.bos.lal/events"];

    private RunningLocal? _local;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private RunningLocal Local => _local ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _local = await RunningLocal.StartAsync(Token);

    public ValueTask DisposeAsync() => Local.DisposeAsync();

    [Fact]
    [Trait("Requirement", "24")]
    [Trait("Requirement", "25")]
    [Trait("Requirement", "101")]
    public async Task Health_is_always_served_and_ready_looks_at_what_it_needs()
    {
        foreach (var path in new[] { "api/health", "api/healthz" })
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(path)).Status);
        var (status, ready) = await GetAsync("api/ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["store", "hub", "pubsub"], ready.GetProperty("parts").EnumerateArray().Select(static part => part.GetProperty("name").GetString()));
    }

    [Fact]
    [Trait("Requirement", "34")]
    public async Task Every_bad_question_gets_a_clear_answer_and_nothing_of_the_inside()
    {
        (string Body, HttpStatusCode Status)[] questions =
        [
            ("", HttpStatusCode.BadRequest),
            ("{", HttpStatusCode.BadRequest),
            ("[]", HttpStatusCode.BadRequest),
            ("{}", HttpStatusCode.UnprocessableEntity),
            ("""{"tiers":[]}""", HttpStatusCode.UnprocessableEntity),
            ("""{"tiers":["sports:a b/score"]}""", HttpStatusCode.UnprocessableEntity),
            ("""{"tiers":["sports:*/score"]}""", HttpStatusCode.UnprocessableEntity),
            ("""{"tiers":[null]}""", HttpStatusCode.UnprocessableEntity),
            ("""{"tiers":["sports:a/nothing"]}""", HttpStatusCode.NotFound),
            ("""{"tiers":["weather:a/score"]}""", HttpStatusCode.NotFound),
            ($$"""{"tiers":[{{string.Join(',', Enumerable.Range(0, 51).Select(static i => $"\"sports:a{i}/score\""))}}]}""", HttpStatusCode.UnprocessableEntity),
            ($$"""{"tiers":[{{string.Join(',', Enumerable.Range(0, 40).Select(static i => $"\"sports:{new string('a', 110)}{i}/score\""))}}]}""", HttpStatusCode.UnprocessableEntity),
        ];
        foreach (var (body, status) in questions)
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await Local.Http.PostAsync(new Uri("api/negotiate", UriKind.Relative), content, Token);
            var text = await answer.Content.ReadAsStringAsync(Token);
            Assert.True(status == answer.StatusCode, $"{body} was answered {answer.StatusCode}: {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        }

        using var form = new StringContent("tiers=x", Encoding.UTF8, "text/plain");
        using var refused = await Local.Http.PostAsync(new Uri("api/negotiate", UriKind.Relative), form, Token);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
    }

    [Fact]
    public async Task A_token_is_a_member_of_what_was_asked_for_and_lives_for_minutes()
    {
        using var answer = await Local.Http.PostAsJsonAsync("api/negotiate", new { tiers = Asked }, Token);
        var negotiated = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal(["state", "log"], negotiated.GetProperty("tiers").EnumerateArray().Select(static tier => tier.GetProperty("kind").GetString()));
        Assert.InRange(negotiated.GetProperty("expires").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));
        var token = negotiated.GetProperty("url").GetString()!.Split("access_token=")[1].Split('.')[1].Replace('-', '+').Replace('_', '/');
        using var claims = JsonDocument.Parse(Convert.FromBase64String(token.PadRight((token.Length + 3) / 4 * 4, '=')));
        Assert.Equal(Asked, claims.RootElement.GetProperty("webpubsub.group").EnumerateArray().Select(static group => group.GetString()));
    }

    [Theory]
    [InlineData("api/tiers/sports:a b/score", 422)]
    [InlineData("api/tiers/sports:unknown/score?after=nonsense", 422)]
    [InlineData("api/tiers/sports:unknown/score", 404)]
    [InlineData("api/topics", 422)]
    [InlineData("api/topics?feed=weather", 422)]
    [InlineData("api/topics?feed=sports&recent=0", 422)]
    [InlineData("api/topics?feed=sports&recent=1001", 422)]
    [InlineData("api/topics?feed=sports&recent=x", 400)]
    [InlineData("api/topics/nonsense", 422)]
    [InlineData("api/topics/sports:unknown", 404)]
    [InlineData("api/nothing", 404)]
    public async Task A_bad_address_is_said_to_be_one(string path, int status) => Assert.Equal(status, (int)(await GetAsync(path)).Status);

    [Fact]
    [Trait("Requirement", "35")]
    public async Task A_position_is_an_etag_and_every_catch_up_says_what_it_is()
    {
        var tier = (await Local.LiveTiersAsync("score", 1, Token))[0];
        using var whole = await Local.Http.GetAsync(new Uri($"api/tiers/{tier}", UriKind.Relative), Token);
        using var encoded = await Local.Http.GetAsync(new Uri($"api/tiers/{Uri.EscapeDataString(tier)}", UriKind.Relative), Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (whole.StatusCode, encoded.StatusCode));
        var (epoch, offset) = whole.Headers.ETag!.Tag.Trim('"').Split(':') is [var e, var o] ? (e, long.Parse(o, System.Globalization.CultureInfo.InvariantCulture)) : default;
        Assert.Equal("gap", await AnswerAsync($"api/tiers/{tier}?after=other:1"));
        Assert.Equal("gap", await AnswerAsync($"api/tiers/{tier}?after={epoch}:{offset + 1_000}"));
        Assert.Equal("updates", await AnswerAsync($"api/tiers/{tier}?after={epoch}:0"));
        var current = await GetAsync($"api/tiers/{tier}?after={epoch}:{(await Local.Http.GetFromJsonAsync<JsonElement>($"api/tiers/{tier}", Token)).GetProperty("state").GetProperty("offset")}");
        Assert.True(current.Status is HttpStatusCode.NotModified or HttpStatusCode.OK); // it may have moved in between
    }

    private async Task<string?> AnswerAsync(string path) => (await GetAsync(path)).Json.GetProperty("answer").GetString();

    private async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(string path)
    {
        using var answer = await Local.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
        var text = await answer.Content.ReadAsStringAsync(Token);
        return (answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }
}
