using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Conformance checks of the REST API that look at the wire.</summary>
public sealed class RestTests
{
    private static readonly string[] Sends = ["/:send", "/groups/g/:send", "/users/u/:send", "/connections/c/:send"];

    private static ByteArrayContent Body(byte[] bytes, string? type)
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    [Fact]
    public async Task C052_A_calls_audience_may_have_its_query_or_not_encoded_or_not_but_never_another_path()
    {
        await using var emulator = await Emulator.StartAsync();
        var root = emulator.Server.Endpoint.ToString().TrimEnd('/');
        const string path = "/api/hubs/chat/groups/g%201%2Fx/:send?api-version=2024-12-01&excluded=c%201";
        async Task<int> With(string audience) => await emulator.StatusAsync(HttpMethod.Post, path, new StringContent("x"), root + audience);
        Assert.Equal(202, await With(path));
        Assert.Equal(202, await With("/api/hubs/chat/groups/g%201%2Fx/:send"));
        Assert.Equal(202, await With("/api/hubs/chat/groups/g 1/x/:send"));
        Assert.Equal(202, await With("/API/hubs/chat/groups/g%201%2fx/:send"));
        Assert.Equal(401, await With("/api/hubs/chat/groups/other/:send"));
        Assert.Equal(401, await With("/api/hubs/chat/groups/g%201%2Fx/:send?api-version=2021-10-01"));
        Assert.Equal(401, await emulator.StatusAsync(HttpMethod.Post, path, new StringContent("x"), "http://elsewhere.example" + path));
    }

    [Fact]
    public async Task C055_A_body_must_be_what_its_type_says_and_of_bounded_size()
    {
        await using var emulator = await Emulator.StartAsync();
        async Task<HttpStatusCode> Send(byte[] bytes, string? type)
        {
            using var response = await emulator.CallAsync(HttpMethod.Post, "/api/hubs/chat/:send", Body(bytes, type));
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.BadRequest, await Send("{"u8.ToArray(), "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await Send("{} {}"u8.ToArray(), "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await Send([], "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await Send([0xFF], "text/plain"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Send([1], "image/png"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Send(new byte[(1024 * 1024) + 1], "application/octet-stream"));
        Assert.Equal(HttpStatusCode.Accepted, await Send(new byte[1024 * 1024], "application/octet-stream"));
        Assert.Equal(HttpStatusCode.Accepted, await Send([1], null));
        using var client = await emulator.ConnectAsync();
        Assert.Equal(HttpStatusCode.Accepted, await Send([0xE9], "text/plain; charset=iso-8859-1"));
        Assert.Equal("é", (await client.ReadJsonAsync()).GetProperty("data").GetString());
    }

    [Fact]
    public async Task C056_Any_api_version_will_do_and_HEAD_has_no_body()
    {
        await using var emulator = await Emulator.StartAsync();
        foreach (var version in new[] { "", "?api-version=2021-10-01", "?api-version=2024-12-01", "?api-version=2099-01-01" })
            Assert.Equal(202, await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/:send" + version, new StringContent("x")));
        foreach (var path in new[] { "/api/hubs/chat/users/u", "/api/hubs/chat/groups/g", "/api/hubs/chat/connections/c", "/api/hubs/chat/nothing" })
        {
            using var response = await emulator.CallAsync(HttpMethod.Head, path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal(200, await emulator.StatusAsync(HttpMethod.Head, "/api/health"));
    }

    [Fact]
    public async Task C057_A_long_close_reason_is_cut_in_the_close_frame_and_whole_in_the_message()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        using var raw = await emulator.ConnectAsync(protocol: null);
        var reason = string.Concat(Enumerable.Repeat("é", 100));
        Assert.Equal(204, await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/:closeConnections?reason=" + Uri.EscapeDataString(reason)));
        Assert.Equal($$"""{"type":"system","event":"disconnected","message":"{{reason}}"}""", await client.ReadTextAsync());
        Assert.Equal((1000, reason[..61]), await client.ReadCloseAsync());
        Assert.Equal((1000, reason[..61]), await raw.ReadCloseAsync());
        Assert.Equal(122, Encoding.UTF8.GetByteCount(reason[..61]));
    }

    [Fact]
    public async Task C058_A_time_to_live_lies_between_0_and_300()
    {
        await using var emulator = await Emulator.StartAsync();
        foreach (var path in Sends)
        {
            foreach (var (value, status) in new[] { ("0", 202), ("300", 202), ("301", 400), ("-1", 400), ("x", 400) })
                Assert.Equal(status, await emulator.StatusAsync(HttpMethod.Post, $"/api/hubs/chat{path}?messageTtlSeconds={value}", new StringContent("x")));
        }
    }

    [Fact]
    public async Task An_error_says_its_code_and_reason_in_the_services_form()
    {
        await using var emulator = await Emulator.StartAsync();
        using var response = await emulator.CallAsync(HttpMethod.Put, "/api/hubs/chat/groups/g/connections/c");
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal("Error.NotFound", response.Headers.GetValues("x-ms-error-code").Single());
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["code", "message", "target"], body.RootElement.EnumerateObject().Select(each => each.Name));
    }

    [Fact]
    public async Task Calls_beyond_the_rate_are_429_with_a_time_to_come_back()
    {
        var time = new ManualTime();
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.Time = time;
            options.MaxRequestsPerSecond = 3;
        });
        for (var i = 0; i < 3; i++) Assert.Equal(202, await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/:send", new StringContent("x")));
        using (var response = await emulator.CallAsync(HttpMethod.Post, "/api/hubs/chat/:send", new StringContent("x")))
            Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (response.StatusCode, response.Headers.RetryAfter?.Delta));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(202, await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/:send", new StringContent("x")));
    }

    [Theory]
    [InlineData("userId gt 5"), InlineData("nothing eq 1"), InlineData("length(userId,1) eq 1"), InlineData("'a' in userId"), InlineData("userId"), InlineData("1 eq")]
    [InlineData("substring(userId,'x') eq 'a'"), InlineData("tolower(groups) eq 'a'"), InlineData("'a' add 'b' eq 'ab'")]
    public async Task A_filter_that_makes_no_sense_is_400(string filter)
    {
        await using var emulator = await Emulator.StartAsync();
        var status = await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/:send?filter=" + Uri.EscapeDataString(filter), new StringContent("x"));
        // A comparison with nobody's name is no error: null compares to nothing.
        Assert.Equal(filter == "userId gt 5" ? 202 : 400, status);
    }

    [Fact]
    public async Task Limits_of_groups_are_kept()
    {
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.MaxGroups = 2;
            options.MaxGroupsPerConnection = 1;
        });
        using var client = await emulator.ConnectAsync(user: "u");
        Assert.Equal(200, await emulator.StatusAsync(HttpMethod.Put, "/api/hubs/chat/users/u/groups/a"));
        Assert.Equal(429, await emulator.StatusAsync(HttpMethod.Put, "/api/hubs/chat/users/u/groups/b"));
        await client.SendTextAsync("""{"type":"joinGroup","group":"b","ackId":1}""");
        Assert.False((await client.ReadJsonAsync()).GetProperty("success").GetBoolean());
    }
}
