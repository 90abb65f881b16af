using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LiveView.Local.Providers;
using LiveView.Testing;

namespace LiveView.Local.Tests.Providers;

/// <summary>Each fault, over a real socket.</summary>
public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("serverError", 500)]
    [InlineData("forbidden", 403)]
    [InlineData("tooManyRequests", 429)]
    public async Task A_refusal_has_its_status(string kind, int status)
    {
        await using var providers = await StruckByAsync(kind);

        using var response = await providers.Client.GetAsync(Running.Nba, Token);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 429 ? TimeSpan.FromSeconds(5) : null, response.Headers.RetryAfter?.Delta);
        Assert.Equal(1, await StruckAsync(providers, kind));
    }

    [Fact]
    public async Task A_hanging_answer_ends_when_the_client_leaves()
    {
        await using var providers = await StruckByAsync("hang");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var answer = providers.Client.GetAsync(Running.Nba, patience.Token);
        await Eventually.Until("the request has arrived", async () => await StruckAsync(providers, "hang") == 1, Token);
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();

        await Eventually.Until("the client has given up", () => answer.IsCanceled, Token);
    }

    [Fact]
    public async Task A_hanging_answer_does_not_keep_the_server_from_stopping()
    {
        var providers = await StruckByAsync("hang");
        using var other = new HttpClient { BaseAddress = providers.Endpoint, DefaultRequestHeaders = { { "User-Agent", "curl/8.5.0" } } };
        var answer = other.GetAsync(Running.Nba, Token);
        await Eventually.Until("the request has arrived", async () => await StruckAsync(providers, "hang") == 1, Token);

        await providers.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token);

        await Eventually.Until("the request has failed", () => answer.IsFaulted, Token);
    }

    [Fact]
    public async Task A_slow_answer_is_right_but_late()
    {
        await using var providers = await Running.StartAsync(options => options.Slowness = TimeSpan.FromMilliseconds(300));
        var right = await providers.Client.GetByteArrayAsync(Running.Nba, Token);
        await providers.OrderAsync("""{"kind":"slow"}""");
        var started = TimeProvider.System.GetTimestamp();

        Assert.Equal(right, await providers.Client.GetByteArrayAsync(Running.Nba, Token));
        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290));
    }

    [Theory]
    [InlineData("truncatedJson")]
    [InlineData("html")]
    [InlineData("garbage")]
    [InlineData("byteOrderMark")]
    public async Task A_broken_document_comes_with_200_and_is_no_JSON(string kind)
    {
        await using var providers = await StruckByAsync(kind);

        var bytes = await providers.Client.GetByteArrayAsync(Running.Nba, Token);

        Assert.ThrowsAny<JsonException>(() => Read(bytes));
        Assert.Equal(1, await StruckAsync(providers, kind));

        static void Read(byte[] bytes)
        {
            var reader = new Utf8JsonReader(bytes);
            while (reader.Read())
            {
                // to the end, or to the fault
            }
        }
    }

    [Fact]
    public async Task The_right_document_is_behind_the_byte_order_mark()
    {
        await using var providers = await Running.StartAsync();
        var right = await providers.Client.GetByteArrayAsync(Running.Nba, Token);
        await providers.OrderAsync("""{"kind":"byteOrderMark"}""");

        Assert.Equal([0xEF, 0xBB, 0xBF, .. right], await providers.Client.GetByteArrayAsync(Running.Nba, Token));
    }

    [Fact]
    public async Task A_document_can_lack_its_events_be_another_leagues_be_a_list_or_be_an_error()
    {
        await using var providers = await StruckByAsync("emptyEvents", count: 1);
        Assert.Empty((await providers.JsonAsync(Running.Nba))["events"]?.AsArray() ?? [null]);

        await providers.OrderAsync("""{"kind":"wrongDocument","count":1}""");
        Assert.Equal("eng.1", (string?)(await providers.JsonAsync(Running.Nba))["leagues"]?[0]?["slug"]);

        await providers.OrderAsync("""{"kind":"topLevelList","count":1}""");
        Assert.Equal("nba", (string?)Assert.IsType<JsonArray>(await providers.JsonAsync(Running.Nba))[0]?["leagues"]?[0]?["slug"]);

        await providers.OrderAsync("""{"kind":"errorWithOk","count":1}""");
        Assert.Equal(400, (int?)(await providers.JsonAsync(Running.Nba))["code"]);

        Assert.Equal("nba", (string?)(await providers.JsonAsync(Running.Nba))["leagues"]?[0]?["slug"]);
    }

    [Fact]
    public async Task A_frozen_board_stays_while_the_evening_goes_on()
    {
        await using var providers = await StruckByAsync("frozen");

        var first = await providers.Client.GetByteArrayAsync(Running.Nba, Token);
        providers.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await providers.Client.GetByteArrayAsync(Running.Nba, Token);
        using var thawed = await providers.Client.DeleteAsync("faults", Token);

        Assert.Equal(first, second);
        Assert.NotEqual(first, await providers.Client.GetByteArrayAsync(Running.Nba, Token));
    }

    [Fact]
    public async Task An_oversized_body_is_valid_and_says_nothing_of_its_size()
    {
        await using var providers = await Running.StartAsync(options => options.OversizedBytes = 3_000_000);
        await providers.OrderAsync("""{"kind":"oversized"}""");

        using var response = await providers.Client.GetAsync(Running.Nba, HttpCompletionOption.ResponseHeadersRead, Token);

        Assert.Null(response.Content.Headers.ContentLength);
        var board = Running.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.True(((string?)board["padding"])?.Length > 3_000_000);
    }

    [Fact]
    public async Task A_connection_breaks_in_the_middle_of_the_body()
    {
        await using var providers = await StruckByAsync("reset");

        await Assert.ThrowsAsync<HttpRequestException>(() => providers.Client.GetByteArrayAsync(Running.Nba, Token));
        Assert.Equal(1, await StruckAsync(providers, "reset"));
    }

    [Fact]
    public async Task A_share_strikes_the_same_requests_for_the_same_seed()
    {
        Assert.Equal(await PatternAsync(seed: 4), await PatternAsync(seed: 4));
        Assert.NotEqual(await PatternAsync(seed: 4), await PatternAsync(seed: 5));

        static async Task<string> PatternAsync(int seed)
        {
            await using var providers = await Running.StartAsync();
            await providers.OrderAsync($$"""{"kind":"forbidden","share":0.5,"seed":{{seed}}}""");
            var pattern = "";
            for (var i = 0; i < 24; i++)
            {
                using var response = await providers.Client.GetAsync(Running.Nba, Token);
                pattern += response.IsSuccessStatusCode ? '.' : 'x';
            }

            Assert.InRange(pattern.Count(mark => mark == 'x'), 4, 20);
            return pattern;
        }
    }

    [Fact]
    public async Task A_fault_strikes_its_league_only_its_count_only_and_its_time_only()
    {
        await using var providers = await Running.StartAsync();
        await providers.OrderAsync("""{"kind":"forbidden","league":"nhl"}""");
        await providers.OrderAsync("""{"kind":"serverError","league":"nba","count":2}""");
        await providers.OrderAsync("""{"kind":"tooManyRequests","league":"nfl","durationSeconds":10}""");

        Assert.Equal("403 403 403", await StatusesAsync(Leagues.Hockey));
        Assert.Equal("500 500 200", await StatusesAsync(Leagues.Basketball));
        Assert.Equal(429, await StatusAsync(Leagues.Football));
        providers.Time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(200, await StatusAsync(Leagues.Football));

        var faults = (await providers.JsonAsync("faults"))["faults"]?.AsArray() ?? [];
        Assert.Equal([true, false, false], faults.Select(fault => (bool?)fault?["active"] ?? false));
        Assert.Equal([3L, 2L, 1L], faults.Select(fault => (long?)fault?["struck"] ?? 0));

        async Task<string> StatusesAsync(League league) =>
            $"{await StatusAsync(league)} {await StatusAsync(league)} {await StatusAsync(league)}";

        async Task<int> StatusAsync(League league)
        {
            using var response = await providers.Client.GetAsync(Running.Path(league), Token);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Faults_can_be_on_from_the_beginning()
    {
        await using var providers = await Running.StartAsync(options => options.Faults.Add(new Fault { Kind = FaultKind.Forbidden, Count = 1 }));

        using var response = await providers.Client.GetAsync(Running.Nba, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"kind":"sleepy"}""", "Kinds")]
    [InlineData("""{"share":1}""", "kind")]
    [InlineData("""{"kind":"hang","share":0}""", "share")]
    [InlineData("""{"kind":"hang","share":2}""", "share")]
    [InlineData("""{"kind":"hang","count":0}""", "count")]
    [InlineData("""{"kind":"hang","durationSeconds":-1}""", "durationSeconds")]
    [InlineData("""{"kind":"hang","league":"nbl"}""", "nbl")]
    [InlineData("""{"kind":"hang","legaue":"nba"}""", "legaue")]
    [InlineData("""{"kind":99}""", "kind")]
    [InlineData("null", "null")]
    [InlineData("{", "not a fault")]
    public async Task An_order_that_makes_no_sense_is_refused_with_the_reason(string order, string reason)
    {
        await using var providers = await Running.StartAsync();
        using var content = new StringContent(order);

        using var response = await providers.Client.PostAsync("faults", content, Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(reason, await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty((await providers.JsonAsync("faults"))["faults"]?.AsArray() ?? [null]);
    }

    [Fact]
    public void The_hundred_and_first_order_is_refused_and_not_forgotten()
    {
        var board = new FaultBoard(TimeProvider.System);
        for (var i = 0; i < FaultBoard.Most; i++)
            Assert.NotNull(board.Add(new Fault { Kind = FaultKind.Slow }).View);

        Assert.Contains("100", board.Add(new Fault { Kind = FaultKind.Slow }).Complaint, StringComparison.Ordinal);
    }

    private static async Task<Running> StruckByAsync(string kind, int? count = null)
    {
        var providers = await Running.StartAsync();
        await providers.OrderAsync(count is null ? $$"""{"kind":"{{kind}}"}""" : $$"""{"kind":"{{kind}}","count":{{count}}}""");
        return providers;
    }

    private static async Task<long> StruckAsync(Running providers, string kind)
    {
        var totals = (await providers.JsonAsync("faults"))["totals"]?.AsObject() ?? [];
        return totals.Where(total => total.Key.Equals(kind, StringComparison.OrdinalIgnoreCase)).Sum(total => (long?)total.Value ?? 0);
    }
}
