using System.Net;
using LiveView.Handler.Tests.Stations;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Connect;

/// <summary>Ten thousand viewers come back at once.</summary>
public sealed class CatchUpCrowdTests : IAsyncLifetime
{
    private const int Viewers = 10_000;
    private CatchUpServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CatchUpServer Server => _server ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _server = await CatchUpServer.StartAsync(Token);

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    [Trait("Requirement", "1")]
    public async Task Ten_thousand_viewers_who_come_back_at_once_read_the_store_a_hundred_times_at_most()
    {
        await Server.PlayAsync(1, 30, Token);
        var epoch = (await Server.World.HeadAsync(Tape.Topic, Token))!.Tiers["page"].Position.Epoch;
        var before = Server.Reads;
        var answers = await Task.WhenAll(Enumerable.Range(0, Viewers).Select(i => AskAsync(epoch, i)));
        var reads = Server.Reads - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{Viewers} viewers, {reads} reads of the store, {(double)reads / Viewers} each");
        Assert.All(answers, static ok => Assert.True(ok));
        Assert.InRange(reads, 1, Viewers / 100);
    }

    [Fact]
    public async Task While_a_topic_moves_nobody_of_the_crowd_is_told_less_than_was_published_before_it_asked()
    {
        await Server.PlayAsync(1, 5, Token);
        var published = 5L;
        var moving = Task.Run(async () =>
        {
            for (var n = 6; n <= 40; n++)
            {
                await Server.PlayAsync(n, n, Token);
                Volatile.Write(ref published, n);
            }
        }, Token);
        var asked = 0;
        while (!moving.IsCompleted)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
            {
                var least = Volatile.Read(ref published);
                var (_, json, message) = await Server.GetAsync("./tape:one/page", Token);
                message.Dispose();
                Interlocked.Increment(ref asked);
                Assert.InRange(json.GetProperty("state").GetProperty("offset").GetInt64(), least, 40);
            }));
        }

        await moving;
        Assert.True(asked > 0);
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_503_with_a_time_to_come_back_and_nobody_is_refused_after_it()
    {
        await Server.PlayAsync(1, 3, Token);
        Server.World.Tables.LosesAnswer = static _ => true;
        var (status, _, away) = await Server.GetAsync("./tape:one/page", Token);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (status, away.Headers.RetryAfter?.Delta));
        away.Dispose();
        Server.World.Tables.LosesAnswer = static _ => false;
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => StatusAsync("./tape:one/words"))), static ok => Assert.Equal(HttpStatusCode.OK, ok));
    }

    [Fact]
    public async Task A_viewer_who_leaves_takes_nobody_along()
    {
        await Server.PlayAsync(1, 3, Token);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answers = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.World.Tables.Before = request =>
        {
            if (!request.Uri.ToString().Contains("$filter", StringComparison.Ordinal))
                return Task.CompletedTask;
            asked.TrySetResult();
            return answers.Task.WaitAsync(Token);
        };
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var first = Server.Http.GetAsync("./tape:one/words", leaves.Token);
        await asked.Task.WaitAsync(Token);
        var second = StatusAsync("./tape:one/words");
        await leaves.CancelAsync();
        await Task.WhenAny(first);
        Assert.True(first.IsCanceled);
        answers.SetResult();
        Assert.Equal(HttpStatusCode.OK, await second);
        await Eventually.Until("the log was read once", () => Server.World.Tables.Seen.Count(static seen => seen.Address.Query.Contains("filter", StringComparison.Ordinal)) == 1, Token);
    }

    // They were cut within a few updates of each other; some hold nothing yet, some watch the log.
    private async Task<bool> AskAsync(string epoch, int i)
    {
        var (path, expected) = (i % 5) switch
        {
            0 => ("./tape:one/page", HttpStatusCode.OK),
            1 => ($"./tape:one/page?after={epoch}:{20 + (i % 7)}", HttpStatusCode.OK),
            2 => ($"./tape%3Aone%2Fwords?after={epoch}:{20 + (i % 7)}", HttpStatusCode.OK),
            3 => ("./tape:one/words", HttpStatusCode.OK),
            _ => ($"./tape:one/page?after={epoch}:30", HttpStatusCode.NotModified),
        };
        return await StatusAsync(path) == expected;
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var message = await Server.Http.GetAsync(path, Token);
        return message.StatusCode;
    }
}
