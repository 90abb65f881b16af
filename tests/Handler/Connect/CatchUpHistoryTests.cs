using System.Net;
using System.Security.Cryptography;
using System.Text;
using LiveView.Cloud.Tables;
using LiveView.Core.Canonical;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Stations;

namespace LiveView.Handler.Tests.Connect;

/// <summary>What a tier was, and where it came from. 150 commits: the windows keep 31–150 of the page and 21–150 of the words.</summary>
public sealed class CatchUpHistoryTests(CatchUpHistoryTests.Played played) : IClassFixture<CatchUpHistoryTests.Played>
{
    private const int Last = 150;
    private const int FirstPage = Last - Tape.StateWindow + 1;
    private const int FirstWord = Last - Tape.LogWindow + 1;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CatchUpServer Server => played.Server;

    private string Epoch => played.Epoch;

    [Fact]
    public async Task A_range_between_two_positions_is_the_same_to_the_byte_and_cacheable_for_ever()
    {
        var path = $"./tape:one/page?after={Epoch}:40&to=140";
        using var first = await Server.Http.GetAsync(path, Token);
        using var again = await Server.Http.GetAsync(path.Replace(":one/", "%3Aone%2F", StringComparison.Ordinal), Token);
        Assert.Equal("public, max-age=31536000, immutable", first.Headers.GetValues("Cache-Control").Single());
        Assert.Equal($"\"{Epoch}:40-140\"", first.Headers.ETag?.ToString());
        Assert.Equal(await first.Content.ReadAsByteArrayAsync(Token), await again.Content.ReadAsByteArrayAsync(Token));
        var (_, json, message) = await Server.GetAsync(path, Token);
        message.Dispose();
        Assert.Equal(Enumerable.Range(41, 100), json.GetProperty("updates").EnumerateArray().Select(static update => update.GetProperty("offset").GetInt32()));
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", $"\"{Epoch}:40-140\"");
        using var known = await Server.Http.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("after=EPOCH:29&to=40", 410, 30, 30, "retention")]
    [InlineData("after=EPOCH:30&to=151", 404, 151, 151, "ahead")]
    [InlineData("after=EPOCH:200&to=210", 404, 201, 210, "ahead")]
    [InlineData("after=other:30&to=40", 410, 31, 40, "epoch")]
    public async Task A_range_that_is_not_kept_is_said_and_not_cacheable(string query, int status, long from, long to, string reason)
    {
        var (answered, json, message) = await Server.GetAsync($"./tape:one/page?{query.Replace("EPOCH", Epoch, StringComparison.Ordinal)}", Token);
        var missing = json.GetProperty("missing");
        Assert.Equal((status, from, to, reason), ((int)answered, missing.GetProperty("from").GetInt64(), missing.GetProperty("to").GetInt64(), missing.GetProperty("reason").GetString()));
        Assert.Equal("no-store", message.Headers.CacheControl?.ToString());
        message.Dispose();
    }

    [Theory]
    [InlineData("./tape:one/page?to=40")]
    [InlineData("./tape:one/page?after=EPOCH:40&to=40")]
    [InlineData("./tape:one/page?after=EPOCH:40&to=1041")]
    [InlineData("./tape:one/page?after=EPOCH:40&to=x")]
    [InlineData("./tape:one/page/at")]
    [InlineData("./tape:one/page/at?offset=0")]
    [InlineData("./tape:one/page/at?offset=5&time=2026-11-21T00:00:00Z")]
    [InlineData("./tape:one/page/at?time=yesterday")]
    [InlineData("./tape:one/page/at?time=2999-01-01T00:00:00Z")]
    [InlineData("./tape:one/page/0/sources")]
    [InlineData("./tape:one/page/x/sources")]
    [InlineData("./tape:one/page/4/5/sources")]
    public async Task A_question_that_makes_no_sense_is_refused_with_a_sentence(string path)
    {
        var (status, json, message) = await Server.GetAsync(path.Replace("EPOCH", Epoch, StringComparison.Ordinal), Token);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.NotEmpty(json.GetProperty("detail").GetString()!);
        message.Dispose();
    }

    [Fact]
    [Trait("Requirement", "158")]
    public async Task Every_kept_offset_gives_the_document_that_the_tier_had_there()
    {
        for (var offset = FirstPage; offset <= Last; offset++)
        {
            var (status, json, message) = await Server.GetAsync($"./tape:one/page/at?offset={offset}", Token);
            message.Dispose();
            var state = json.GetProperty("state");
            Assert.Equal((HttpStatusCode.OK, offset, "state"), (status, state.GetProperty("offset").GetInt32(), state.GetProperty("kind").GetString()));
            Assert.Equal(Encoding.UTF8.GetString(Tape.Document(offset)), state.GetProperty("data").GetRawText());
            Assert.Equal(StateHash.Of(Tape.Document(offset)), state.GetProperty("hash").GetString());
        }
    }

    [Fact]
    public async Task A_log_at_an_offset_is_its_kept_entries_up_to_there()
    {
        foreach (var offset in new[] { FirstWord, FirstWord + 1, 100, 101, Last })
        {
            var (_, json, message) = await Server.GetAsync($"./tape%3Aone%2Fwords/at?offset={Epoch}:{offset}", Token);
            Assert.Equal("no-cache", message.Headers.CacheControl?.ToString());
            message.Dispose();
            Assert.Equal(Enumerable.Range(FirstWord, offset - FirstWord + 1), json.GetProperty("state").GetProperty("data").EnumerateArray().Select(static entry => entry.GetProperty("n").GetInt32()));
        }
    }

    [Fact]
    public async Task A_document_at_a_named_position_is_cacheable_for_ever()
    {
        var (_, _, message) = await Server.GetAsync($"./tape:one/page/at?offset={Epoch}:77", Token);
        Assert.Equal("public, max-age=31536000, immutable", message.Headers.GetValues("Cache-Control").Single());
        message.Dispose();
    }

    [Theory]
    [InlineData("page/at?offset=30", 410, "retention")]
    [InlineData("page/at?offset=151", 404, "ahead")]
    [InlineData("page/at?offset=other:77", 410, "epoch")]
    [InlineData("page/at?time=2020-01-01T00:00:00Z", 410, "retention")]
    [InlineData("words/20/sources", 410, "retention")]
    [InlineData("words/151/sources", 404, "ahead")]
    public async Task What_is_not_kept_is_said(string path, int status, string reason)
    {
        var (answered, json, message) = await Server.GetAsync($"./tape:one/{path}", Token);
        message.Dispose();
        Assert.Equal((status, "gap", reason), ((int)answered, json.GetProperty("answer").GetString(), json.GetProperty("missing").GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task An_instant_gives_what_was_committed_last_by_then()
    {
        foreach (var offset in new long[] { FirstPage, 50, 99, Last })
        {
            var at = await CommittedAsync(offset);
            // Several may be committed within the same millisecond: then the last of them.
            var (_, json, message) = await Server.GetAsync($"./tape:one/page/at?time={at}", Token);
            message.Dispose();
            var found = json.GetProperty("state").GetProperty("offset").GetInt64();
            Assert.True(found >= offset);
            Assert.Equal(at, await CommittedAsync(found));
            Assert.True(found == Last || string.CompareOrdinal(await CommittedAsync(found + 1), at) > 0);
        }
    }

    [Fact]
    public async Task A_topic_nobody_knows_has_no_past() =>
        Assert.All(await Task.WhenAll(StatusAsync("./tape:two/page/at?offset=1"), StatusAsync("./tape:two/page/1/sources"), StatusAsync($"./tape:two/page?after={Epoch}:1&to=2")), static status => Assert.Equal(HttpStatusCode.NotFound, status));

    [Fact]
    public async Task An_update_leads_back_to_the_bytes_that_it_folds()
    {
        var (status, json, message) = await Server.GetAsync("./tape%3Aone%2Fpage/77/sources", Token);
        message.Dispose();
        var source = Assert.Single(json.GetProperty("sources").EnumerateArray());
        var raw = Tape.Raw(77);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((Epoch, 77), (json.GetProperty("epoch").GetString(), json.GetProperty("offset").GetInt32()));
        Assert.Equal(("press", "daily", raw.Trace), (source.GetProperty("provider").GetString(), source.GetProperty("target").GetString(), source.GetProperty("trace").GetString()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(raw.Body.Span)), source.GetProperty("hash").GetString());
        var hub = source.GetProperty("hub");
        Assert.Equal(("0", 77, Boards.Start.AddSeconds(77)), (hub.GetProperty("partition").GetString(), hub.GetProperty("sequence").GetInt32(), hub.GetProperty("enqueued").GetDateTimeOffset()));
        Assert.Equal((raw.Received, raw.Source), (source.GetProperty("received").GetDateTimeOffset(), source.GetProperty("source").GetDateTimeOffset()));
    }

    [Fact]
    [Trait("Requirement", "3")]
    public async Task A_row_that_cannot_be_read_is_said_to_be_missing_and_the_rest_goes_on()
    {
        await using var server = await CatchUpServer.StartAsync(Token);
        await server.PlayAsync(1, 8, Token);
        await server.World.Topics.UpsertEntityAsync(new TableEntity("tape:one", UpdateRow.Key("words", 5)), TableUpdateMode.Replace, Token);
        var epoch = (await server.World.HeadAsync(Tape.Topic, Token))!.Tiers["words"].Position.Epoch;
        foreach (var path in new[] { "./tape:one/words", $"./tape:one/words?after={epoch}:3" })
        {
            var (_, json, message) = await server.GetAsync(path, Token);
            message.Dispose();
            var missing = json.GetProperty("missing");
            Assert.Equal(("gap", 5, 5, "lost"), (json.GetProperty("answer").GetString(), missing.GetProperty("from").GetInt32(), missing.GetProperty("to").GetInt32(), missing.GetProperty("reason").GetString()));
            Assert.Equal([1, 2, 3, 4, 6, 7, 8], json.GetProperty("state").GetProperty("data").EnumerateArray().Select(static entry => entry.GetProperty("n").GetInt32()));
        }

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync($"./tape:one/words?after={epoch}:5", Token)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await server.GetAsync($"./tape:one/words?after={epoch}:3&to=7", Token)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await server.GetAsync("./tape:one/words/at?offset=7", Token)).Status);
    }

    [Fact]
    [Trait("Requirement", "2")]
    public async Task The_structure_that_ingest_writes_is_the_one_that_a_viewer_reads()
    {
        var (_, json, message) = await Server.GetAsync($"./tape:one/words?after={Epoch}:100", Token);
        message.Dispose();
        var updates = json.GetProperty("updates").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(101, 50), updates.SelectMany(static update => update.GetProperty("data").EnumerateArray()).Select(static entry => entry.GetProperty("n").GetInt32()));
        var stored = await Server.World.Store.ReadAsync(Tape.Words, 101, Last, Token);
        Assert.Equal(stored.Select(static row => Encoding.UTF8.GetString(row.Bytes.Span)), updates.Select(static update => update.GetRawText()));
    }

    private async Task<string> CommittedAsync(long offset)
    {
        var rows = await Server.World.Store.ReadAsync(Tape.Page, offset, offset, Token);
        return Core.Wire.UpdateJson.Instant(Core.Wire.UpdateJson.Read(rows[0].Bytes).At.Committed);
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        var (status, _, message) = await Server.GetAsync(path, Token);
        message.Dispose();
        return status;
    }

    /// <summary>One history for all questions, for nobody changes it.</summary>
    public sealed class Played : IAsyncLifetime
    {
        private CatchUpServer? _server;

        internal CatchUpServer Server => _server ?? throw new InvalidOperationException("It has not been started.");

        internal string Epoch { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _server = await CatchUpServer.StartAsync(TestContext.Current.CancellationToken);
            await _server.PlayAsync(1, Last, TestContext.Current.CancellationToken);
            Epoch = (await _server.World.HeadAsync(Tape.Topic, TestContext.Current.CancellationToken))!.Tiers["page"].Position.Epoch;
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
