using System.Net;
using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

/// <summary>The provider's manners (reference feeds §1.1), over a real socket.</summary>
public sealed class ManneredRequests
{
    [Theory]
    [InlineData("", 403)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", 403)]
    [InlineData("node-fetch/1.0 (+https://github.com/bitinn/node-fetch)", 403)]
    [InlineData("Deno/2.0", 403)]
    [InlineData("Wget/1.21", 403)]
    [InlineData("PostmanRuntime/7.40", 403)]
    [InlineData("LiveView", 403)]
    [InlineData("LiveView/1.0", 403)]
    [InlineData("curl/8.5.0", 200)]
    [InlineData("python-requests/2.32", 200)]
    [InlineData("Go-http-client/1.1", 200)]
    [InlineData("LiveData/1.0 (+https://example.org)", 200)]
    public async Task Only_a_tool_or_a_name_with_a_contact_is_welcome(string userAgent, int status)
    {
        await using var providers = await Running.StartAsync();
        providers.Client.DefaultRequestHeaders.Remove("User-Agent");
        if (userAgent.Length > 0)
            providers.Client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);

        using var response = await providers.Client.GetAsync(Running.Nba, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("dates=20261121-20261122")]
    [InlineData("dates=20261121-20261121")]
    [InlineData("dates=today")]
    [InlineData("dates=20261340")]
    [InlineData("limit=many")]
    public async Task Ranges_and_nonsense_get_400_in_the_providers_own_words(string query)
    {
        await using var providers = await Running.StartAsync();

        using var response = await providers.Client.GetAsync($"{Running.Nba}?{query}", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"code":400,"message":"Failed to get events endpoint."}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_unknown_league_gets_404_as_JSON()
    {
        await using var providers = await Running.StartAsync();

        using var response = await providers.Client.GetAsync("apis/site/v2/sports/basketball/nbl/scoreboard", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("""{"code":404,"message":"Failed to get events endpoint."}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?dates=20261121", true)]
    [InlineData("?dates=202611", true)]
    [InlineData("?dates=2026", true)]
    [InlineData("?dates=20261120", false)]
    public async Task A_day_a_month_or_a_year_keeps_its_matches(string query, bool any)
    {
        await using var providers = await Running.StartAsync();

        var board = await providers.JsonAsync(Running.Nba + query);

        Assert.Equal(any, board["events"]?.AsArray().Count > 0);
    }

    [Theory]
    [InlineData("?limit=2", 2)]
    [InlineData("?limit=599", 7)]
    [InlineData("?limit=600", 3)]
    public async Task A_limit_is_kept_and_one_of_600_silently_cuts_the_list(string query, int atMost)
    {
        await using var providers = await Running.StartAsync(options => options.TruncatedTo = 3);
        var all = (await providers.JsonAsync(Running.Nba))["events"]?.AsArray().Count ?? 0;

        var some = (await providers.JsonAsync(Running.Nba + query))["events"]?.AsArray().Count ?? 0;

        Assert.True(all > 3);
        Assert.Equal(Math.Min(all, atMost), some);
    }

    [Fact]
    public async Task Gzip_is_given_when_asked_for_and_there_is_a_date_and_no_etag()
    {
        await using var providers = await Running.StartAsync();
        var plain = await providers.Client.GetByteArrayAsync(Running.Nba, TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, Running.Nba) { Headers = { { "Accept-Encoding", "gzip" } } };

        using var response = await providers.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.NotNull(response.Headers.Date);
        Assert.Null(response.Headers.ETag);
        await using var gzip = new System.IO.Compression.GZipStream(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress);
        using var unzipped = new MemoryStream();
        await gzip.CopyToAsync(unzipped, TestContext.Current.CancellationToken);
        Assert.Equal(plain, unzipped.ToArray());
        Assert.True(response.Content.Headers.ContentLength < plain.Length / 3);
    }

    [Fact]
    public async Task The_first_page_tells_what_there_is()
    {
        await using var providers = await Running.StartAsync();

        var page = await providers.Client.GetStringAsync("", TestContext.Current.CancellationToken);

        Assert.All(["/scoreboard", "/truth", "/faults", "/step", .. FaultJson.Kinds], word => Assert.Contains(word, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var first = await Running.StartAsync();

        var taken = await Assert.ThrowsAsync<IOException>(() => Running.StartAsync(options => options.Port = first.Endpoint.Port));

        Assert.Contains($"{first.Endpoint.Port}", taken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public async Task A_speed_that_makes_no_sense_is_refused_at_the_start(double speed)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => Running.StartAsync(options => options.Speed = speed));

        Assert.Contains("Speed", refused.Message, StringComparison.Ordinal);
    }
}
