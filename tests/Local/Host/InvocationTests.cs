using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Local.Host;
using LiveView.Testing;

namespace LiveView.Local.Tests.Host;

/// <summary>Checklist 4 to 7: what a call looks like on the wire, how its answer is judged, and what a timeout costs.</summary>
public sealed class InvocationTests(RunningAzurite azurite)
{
    private const string Never = "0 0 0 1 1 *";
    private const string Retry = ""","retry":{"strategy":"fixedDelay","maxRetryCount":3,"delayInterval":"00:00:00.050"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_has_the_headers_and_the_shape_of_the_real_one()
    {
        await using var stage = new Stage(azurite).Timer("Tick", Never);
        var host = await stage.StartAsync();
        await RunAsync(host, "Tick");
        await Eventually.Until("the call arrives", () => stage.Calls.Count == 1, Token);

        var call = stage.Calls[0];
        Assert.Equal("POST", call.GetProperty("Method").GetString());
        Assert.Equal("/Tick", call.GetProperty("Path").GetString());
        var headers = call.GetProperty("Headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString() ?? "");
        Assert.Equal("chunked", headers["transfer-encoding"]);
        Assert.DoesNotContain("content-length", headers.Keys);
        Assert.Equal("application/json; charset=utf-8", headers["content-type"]);
        Assert.Equal(HostVersion.Number, headers["x-azure-functions-hostversion"]);
        Assert.Equal($"Azure-Functions-Host/{HostVersion.Number}", headers["user-agent"]);
        Assert.True(Guid.TryParseExact(headers["x-azure-functions-invocationid"], "D", out _));
        Assert.StartsWith("00-", headers["traceparent"], StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:", headers["host"], StringComparison.Ordinal);

        var body = stage.Bodies[0];
        Assert.Equal(["Data", "Metadata"], body.EnumerateObject().Select(property => property.Name));
        var sys = body.GetProperty("Metadata").GetProperty("sys");
        Assert.Equal("Tick", sys.GetProperty("MethodName").GetString());
        Assert.EndsWith("Z", sys.GetProperty("UtcNow").GetString(), StringComparison.Ordinal);
        Assert.True(sys.GetProperty("RandGuid").TryGetGuid(out _));
        Assert.False(body.GetProperty("Metadata").TryGetProperty("RetryContext", out _));
    }

    [Theory]
    [InlineData("ok")]
    [InlineData("logs")]
    public async Task A_json_object_is_success(string answer)
    {
        await using var stage = new Stage(azurite).Timer("Tick", Never).Answer(answer);
        var host = await stage.StartAsync();
        await RunAsync(host, "Tick");

        await Eventually.Until("the call has ended", async () => stage.Calls.Count == 1 && await OutstandingAsync(host) == 0, Token);
        Assert.Equal(0, stage.Logs.Count(9120));
        Assert.Equal(answer == "logs" ? ["Tick: one", "Tick: two"] : [], stage.Logs.All.Where(entry => entry.Id == 9123).Select(entry => entry.Message));
    }

    [Theory]
    [InlineData("text", "text/plain")]
    [InlineData("no type", "content type")]
    [InlineData("array", "object")]
    [InlineData("bad", "Invalid HttpResponseMessage")]
    [InlineData("bad logs", "Logs")]
    [InlineData("500", "500")]
    [InlineData("exit 1", "did not answer")]
    public async Task Any_other_answer_is_a_failure(string answer, string reason)
    {
        await using var stage = new Stage(azurite).Timer("Tick", Never).Answer(answer);
        var host = await stage.StartAsync();
        await RunAsync(host, "Tick");

        await Eventually.Until("the failure is logged", () => stage.Logs.Count(9120) == 1, Token);
        Assert.Contains(reason, stage.Logs.All.Single(entry => entry.Id == 9120).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("204")]
    [InlineData("null")]
    [InlineData("hang")]
    public async Task An_empty_answer_hangs_until_the_timeout_kills_the_process_and_a_new_one_takes_over(string answer)
    {
        await using var stage = new Stage(azurite).Timer("Tick", Never).Answer(answer);
        stage.HostJson("""{"functionTimeout":"00:00:01"}""");
        var host = await stage.StartAsync();
        var before = host.HandlerProcessId;
        await RunAsync(host, "Tick");

        await Eventually.Until("the process is replaced", () => host.HandlerProcessId is { } now && now != before && stage.Logs.Count(9101) == 2, Token);
        Assert.Equal(1, stage.Logs.Count(9121));
        Assert.Equal(answer == "hang" ? 0 : 1, stage.Logs.Count(9122));
        Assert.Equal(0, stage.Logs.Count(9102)); // replaced on purpose: no strike
        stage.Answer("ok");
        await RunAsync(host, "Tick");
        await Eventually.Until("the new process is called", () => stage.Calls.Count == 2, Token);
        Assert.Equal(host.HandlerProcessId, stage.Calls[1].GetProperty("Process").GetInt32());
    }

    [Fact]
    public async Task Retries_share_the_invocation_id_and_tell_the_handler_where_they_are()
    {
        await using var stage = new Stage(azurite).Timer("Tick", Never, retry: Retry).Answer("retry 2");
        var host = await stage.StartAsync();
        await RunAsync(host, "Tick");
        await Eventually.Until("it succeeded at its third try", async () => stage.Calls.Count == 3 && await OutstandingAsync(host) == 0, Token);

        Assert.Single(stage.Calls.Select(call => call.GetProperty("Headers").GetProperty("x-azure-functions-invocationid").GetString()).Distinct());
        var contexts = stage.Bodies.Select(body => body.GetProperty("Metadata").GetProperty("RetryContext")).ToList();
        Assert.Equal([0, 1, 2], contexts.Select(context => context.GetProperty("RetryCount").GetInt32()));
        Assert.All(contexts, context => Assert.Equal(3, context.GetProperty("MaxRetryCount").GetInt32()));
        Assert.Equal("""{"RetryCount":0,"MaxRetryCount":3,"Exception":null,"Instance":null,"State":{}}""", contexts[0].GetRawText());
        Assert.Contains("500", contexts[1].GetProperty("Exception").GetProperty("Message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_handler_costs_a_retry_and_no_more()
    {
        await using var stage = new Stage(azurite).Timer("Tick", Never, retry: Retry).Answer("hang");
        var host = await stage.StartAsync();
        await RunAsync(host, "Tick");
        await Eventually.Until("the call is under way", () => stage.Calls.Count == 1, Token);
        stage.Answer("ok");
        await host.KillHandlerAsync();

        await Eventually.Until("the retry succeeded", async () => stage.Calls.Count == 2 && await OutstandingAsync(host) == 0, Token);
        Assert.Equal(1, stage.Logs.Count(9120));
    }

    internal static async Task RunAsync(FunctionHost host, string function, string input = "")
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(host.Endpoint, $"admin/functions/{function}"), new { input }, Token);
        Assert.Equal(202, (int)answer.StatusCode);
    }

    internal static async Task<int> OutstandingAsync(FunctionHost host)
    {
        using var http = new HttpClient();
        var status = await http.GetFromJsonAsync<JsonElement>(new Uri(host.Endpoint, "admin/host/drain/status"), Token);
        return status.GetProperty("outstandingInvocations").GetInt32();
    }
}
