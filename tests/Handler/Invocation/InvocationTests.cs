using System.Net;
using System.Text;
using LiveView.Handler.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveView.Handler.Tests.Invocation;

/// <summary>What the host sends, byte for byte as it was measured, and what it must hear.</summary>
public sealed class InvocationTests
{
    private const string Timer = """
        {"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":true}},
         "Metadata":{"sys":{"MethodName":"Tick","UtcNow":"2026-11-21T00:12:54.8896117Z","RandGuid":"e4f1"}}}
        """;

    private const string Events = """
        {"Data":{"events":"[\"{\\\"a\\\":1,\\\"t\\\":\\\"2026-01-01T00:00:00.100Z\\\"}\",\"plain \\\"q\\\" text\",\"\"]"},
         "Metadata":{
          "PartitionContext":{"IsCheckpointingAfterInvocation":true,"FullyQualifiedNamespace":"ns","EventHubName":"eh","ConsumerGroup":"$Default","PartitionId":"3"},
          "PartitionKeyArray":"[null,\"k1\",\"k2\"]",
          "OffsetArray":"[\"0\",\"56\",\"112\"]",
          "SequenceNumberArray":"[7,8,9]",
          "EnqueuedTimeUtcArray":"[\"2026-11-21T00:12:55.159372\",\"2026-01-02T03:04:05\",\"2026-01-02T03:04:06.1234567\"]",
          "PropertiesArray":"[{\"type\":\"x\",\"n\":5},{},{}]",
          "RetryContext":{"RetryCount":0,"MaxRetryCount":-1,"Exception":null,"Instance":null,"State":{}},
          "sys":{"MethodName":"Fold","UtcNow":"2026-11-21T00:12:55Z","RandGuid":"x"}}}
        """;

    [Fact]
    public async Task A_timer_says_that_it_is_late_and_hears_an_empty_object()
    {
        TimerTick? seen = null;
        var answer = await CallAsync(app => app.MapTimer("Tick", (tick, _) => Task.FromResult(seen = tick)), "Tick", Timer);
        Assert.True(seen!.Value.IsPastDue);
        Assert.Equal((HttpStatusCode.OK, "{}", "application/json"), answer);
    }

    [Fact]
    public async Task A_batch_arrives_decoded_with_its_places_and_utc_times()
    {
        EventBatch? seen = null;
        var answer = await CallAsync(app => app.MapEvents("Fold", (batch, _) => Task.FromResult(seen = batch)), "Fold", Events);
        Assert.Equal((HttpStatusCode.OK, "{}", "application/json"), answer);
        Assert.Equal("3", seen!.Partition);
        Assert.Equal([7, 8, 9], seen.Events.Select(item => item.Sequence));
        Assert.Equal(["""{"a":1,"t":"2026-01-01T00:00:00.100Z"}""", "plain \"q\" text", ""], seen.Events.Select(item => Encoding.UTF8.GetString(item.Body.Span)));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero).AddTicks(1_234_567), seen.Events[2].Enqueued);
    }

    [Fact]
    public async Task A_function_that_fails_answers_500_so_that_the_host_brings_the_batch_again()
    {
        var answer = await CallAsync(app => app.MapEvents("Fold", (_, _) => throw new TimeoutException("The table is away.")), "Fold", Events);
        Assert.Equal((HttpStatusCode.InternalServerError, "{}", "application/json"), answer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Data":{"events":"[]"},"Metadata":{"SequenceNumberArray":"[1]","EnqueuedTimeUtcArray":"[]"}}""")]
    [InlineData("""{"Data":{"events":["not encoded twice"]},"Metadata":{}}""")]
    public async Task What_is_no_invocation_is_answered_400_with_a_body(string envelope)
    {
        var answer = await CallAsync(app => app.MapEvents("Fold", (_, _) => Task.CompletedTask), "Fold", envelope);
        Assert.Equal((HttpStatusCode.BadRequest, "{}", "application/json"), answer);
    }

    // The host sends chunked, without a length.
    private static async Task<(HttpStatusCode, string, string?)> CallAsync(Action<WebApplication> map, string function, string envelope)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System);
        await using var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(app.Urls.Single()), function));
        request.Content = new StringContent(envelope, Encoding.UTF8, "application/json");
        request.Headers.TransferEncodingChunked = true;
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Content.Headers.ContentType?.MediaType);
    }
}
