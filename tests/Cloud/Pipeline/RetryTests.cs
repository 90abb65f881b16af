using System.Diagnostics;
using Azure;
using LiveView.Cloud.Pipeline;
using LiveView.Cloud.Tables;
using static LiveView.Cloud.Tests.ScriptedTransport;

namespace LiveView.Cloud.Tests.Pipeline;

public sealed class RetryTests
{
    private const string Account = "AccountName=a;AccountKey=a2V5;TableEndpoint=http://127.0.0.1:1/a";
    private readonly SkippedDelay _delay = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "69")]
    public async Task Three_retries_come_after_100_200_and_400_milliseconds_give_or_take_a_fifth()
    {
        var transport = new ScriptedTransport(Answer(500), Answer(503), Answer(429), Answer(204));

        Assert.Equal(204, (await Client(transport).AddEntityAsync(Row(), Token)).Status);

        Assert.Equal(3, _delay.Delays.Count);
        Assert.All(_delay.Delays.Zip([100, 200, 400]), pair => Assert.InRange(pair.First.TotalMilliseconds, pair.Second * 0.8, pair.Second * 1.2));
    }

    [Fact]
    [Trait("Requirement", "69")]
    public async Task The_fourth_failure_is_the_callers()
    {
        var transport = new ScriptedTransport(Answer(503), Answer(503), Answer(503), Answer(503, """{"odata.error":{"code":"ServerBusy","message":{"value":"Later."}}}"""));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport).AddEntityAsync(Row(), Token));

        Assert.Equal((503, "ServerBusy"), (refused.Status, refused.ErrorCode));
        Assert.Equal(4, transport.Sent.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(412)]
    public async Task What_another_try_cannot_change_is_not_tried_again(int status)
    {
        var transport = new ScriptedTransport(Answer(status));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport).AddEntityAsync(Row(), Token));

        Assert.Equal(status, refused.Status);
        Assert.Single(transport.Sent);
    }

    [Fact]
    public async Task Each_try_is_signed_anew_by_the_clock()
    {
        var clock = new StoppedClock();
        var transport = new ScriptedTransport((message, token) =>
        {
            clock.Now += TimeSpan.FromMinutes(20);
            return Answer(500)(message, token);
        }, Answer(204));

        await Client(transport, clock).AddEntityAsync(Row(), Token);

        Assert.Equal(["Sat, 21 Nov 2026 00:07:50 GMT", "Sat, 21 Nov 2026 00:27:50 GMT"], transport.Sent.Select(sent => sent.Header("x-ms-date")));
        Assert.NotEqual(transport.Sent[0].Header("Authorization"), transport.Sent[1].Header("Authorization"));
        Assert.Equal(transport.Sent[0].Body, transport.Sent[1].Body);
    }

    [Fact]
    public async Task The_wait_that_the_service_asks_for_is_kept()
    {
        var transport = new ScriptedTransport(Answer(429, "", ("Retry-After", "7")), Answer(204));

        await Client(transport).AddEntityAsync(Row(), Token);

        Assert.Equal([TimeSpan.FromSeconds(7)], _delay.Delays);
    }

    [Fact]
    public async Task A_wait_of_minutes_is_left_to_the_caller()
    {
        var transport = new ScriptedTransport(Answer(429, "", ("Retry-After", "600")));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport).AddEntityAsync(Row(), Token));

        Assert.Equal(429, refused.Status);
        Assert.Empty(_delay.Delays);
    }

    [Fact]
    [Trait("Requirement", "107")]
    public async Task A_try_that_hangs_ends_at_its_deadline_and_four_of_them_are_one_failure()
    {
        var transport = new ScriptedTransport(Hang(), Hang(), Hang(), Hang());
        var started = Stopwatch.GetTimestamp();

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport, null, TimeSpan.FromMilliseconds(50)).AddEntityAsync(Row(), Token));

        Assert.Equal((0, CloudErrorCode.Unreachable), (refused.Status, refused.ErrorCode));
        Assert.Equal(4, transport.Sent.Count);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(190), TimeSpan.FromSeconds(20));
    }

    [Fact]
    [Trait("Requirement", "69")]
    public void A_try_has_5_seconds()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), new TableClientOptions().Retry.NetworkTimeout);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_and_then_one_failure()
    {
        var reset = new IOException("The connection was reset.");
        var transport = new ScriptedTransport(Fail(reset), Answer(204));
        await Client(transport).AddEntityAsync(Row(), Token);

        transport = new ScriptedTransport(Fail(reset), Fail(reset), Fail(reset), Fail(reset));
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport).AddEntityAsync(Row(), Token));
        Assert.Equal((0, CloudErrorCode.Unreachable), (refused.Status, refused.ErrorCode));
        Assert.Contains("The connection was reset.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_cancels_is_not_told_a_fault_of_the_service()
    {
        using var cancelled = new CancellationTokenSource();
        var transport = new ScriptedTransport(async (message, token) =>
        {
            await cancelled.CancelAsync();
            return await Hang()(message, token);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client(transport).AddEntityAsync(Row(), cancelled.Token));
        Assert.Single(transport.Sent);
    }

    [Fact]
    public async Task Nobody_listening_is_one_failure()
    {
        var client = new TableClient(Account, "topics", new TableClientOptions { RetryPolicy = new CloudRetryPolicy(_delay) });

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => client.AddEntityAsync(Row(), Token));

        Assert.Equal((0, CloudErrorCode.Unreachable), (refused.Status, refused.ErrorCode));
        Assert.Equal(3, _delay.Delays.Count);
    }

    private static TableEntity Row() => new("p", "r") { { "V", 1 } };

    private TableClient Client(ScriptedTransport transport, TimeProvider? time = null, TimeSpan? deadline = null)
    {
        var options = new TableClientOptions { Transport = transport, RetryPolicy = new CloudRetryPolicy(_delay), Time = time ?? new StoppedClock() };
        options.Retry.NetworkTimeout = deadline ?? options.Retry.NetworkTimeout;
        return new TableClient(Account, "topics", options);
    }
}
