using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LiveView.Local.Host;
using LiveView.Testing;

namespace LiveView.Local.Tests.Host;

/// <summary>Checklist 10: routes, methods, and what passes through the proxy.</summary>
public sealed class HttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Path_query_headers_and_body_pass_and_the_host_adds_its_own()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(host.Endpoint, "api/tiers/sports:nba.1/score%2Fx?after=6f2a:42&a=1&a=2"));
        request.Content = new StringContent("{\"é\":1}", Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer abc");
        request.Headers.TryAddWithoutValidation("X-Azure-Functions-InvocationId", "forged");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "1.2.3.4");
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Headers.TryAddWithoutValidation("User-Agent", "a viewer");
        using var answer = await http.SendAsync(request, Token);

        Assert.Equal(["a", "b"], answer.Headers.GetValues("X-Two"));
        Assert.Empty(answer.Headers.Connection); // hop by hop: the handler's own
        var seen = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal("PUT", seen.GetProperty("method").GetString());
        Assert.Equal("/api/tiers/sports:nba.1/score%2Fx", seen.GetProperty("path").GetString());
        Assert.Equal("?after=6f2a:42&a=1&a=2", seen.GetProperty("query").GetString());
        Assert.Equal("{\"é\":1}", seen.GetProperty("body").GetString());
        var headers = seen.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString() ?? "");
        Assert.Equal("application/json; charset=utf-8", headers["content-type"]);
        Assert.Equal("Bearer abc", headers["authorization"]);
        Assert.Equal("a viewer", headers["user-agent"]);
        Assert.Equal("127.0.0.1", headers["x-forwarded-for"]);
        Assert.Equal(host.Endpoint.Authority, headers["x-forwarded-host"]);
        Assert.Equal("http", headers["x-forwarded-proto"]);
        Assert.NotEqual(host.Endpoint.Authority, headers["host"]);
        Assert.StartsWith("127.0.0.1:", headers["host"], StringComparison.Ordinal);
        Assert.Equal(HostVersion.Number, headers["x-azure-functions-hostversion"]);
        Assert.True(Guid.TryParse(headers["x-azure-functions-invocationid"], out var id));
        Assert.Equal(id.ToString("D"), headers["x-ms-invocation-id"]);
        Assert.DoesNotContain("te", headers.Keys);
    }

    [Theory]
    [InlineData(304)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(302)]
    public async Task The_handlers_status_is_the_callers(int status)
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(host.Endpoint, $"api/x?status={status}"), Token);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task An_answer_streams_while_the_handler_is_still_writing_it()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        using var http = new HttpClient();
        await using var answer = await http.GetStreamAsync(new Uri(host.Endpoint, "api/halves"), Token);
        using var reader = new StreamReader(answer);

        Assert.Equal("first", await reader.ReadLineAsync(Token));
        using var rest = await http.PostAsync(new Uri(host.Endpoint, "api/rest"), null, Token);
        Assert.Equal("second", await reader.ReadLineAsync(Token));
        Assert.Null(await reader.ReadLineAsync(Token));
    }

    [Fact]
    public async Task A_body_streams_while_the_caller_is_still_sending_it()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Endpoint.Port, Token);
        await using var stream = socket.GetStream();
        var half = new string('x', 64 << 10); // more than any buffer on the way holds back
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/question HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n{half.Length:x}\r\n{half}\r\n"), Token);
        using var http = new HttpClient();

        await Eventually.Until("half of it arrives", async () => int.Parse(await http.GetStringAsync(new Uri(host.Endpoint, "api/heard"), Token), CultureInfo.InvariantCulture) > half.Length / 2, Token);
        await stream.WriteAsync("3\r\nend\r\n0\r\n\r\n"u8.ToArray(), Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(Token));
        Assert.Equal($"{half.Length + 3}", await http.GetStringAsync(new Uri(host.Endpoint, "api/heard"), Token));
    }

    [Fact]
    public async Task An_upgrade_to_a_web_socket_is_not_passed()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Endpoint, "api/x"));
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        using var answer = await http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var headers = (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("headers");
        Assert.False(headers.TryGetProperty("upgrade", out _));
    }

    [Theory]
    [InlineData("GET", "/api/x", 200)]
    [InlineData("POST", "/api/x", 404)]
    [InlineData("GET", "/elsewhere", 404)]
    [InlineData("GET", "/admin/nothing", 404)]
    [InlineData("GET", "/runtime/webhooks/x", 404)]
    public async Task Only_a_functions_route_and_methods_reach_it(string method, string path, int status)
    {
        await using var stage = new Stage().Api("{*path}", ",\"methods\":[\"get\"]");
        stage.HostJson("""{"extensions":{"http":{"routePrefix":"api"}}}""");
        var host = await stage.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(host.Endpoint, path));
        using var answer = await http.SendAsync(request, Token);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData(false, 200)]
    [InlineData(true, 404)] // the test handler's own answer
    public async Task The_root_is_a_functions_only_when_the_homepage_is_disabled(bool disabled, int status)
    {
        await using var stage = new Stage().Api("{*path}");
        stage.Settings["AzureWebJobsDisableHomepage"] = disabled ? "true" : "false";
        var host = await stage.StartAsync();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(host.Endpoint, Token);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_request_during_a_restart_waits_for_the_new_process()
    {
        await using var stage = new Stage().Api();
        stage.Settings["TEST_LISTEN_AFTER_MS"] = "400";
        var host = await stage.StartAsync();
        await host.KillHandlerAsync();
        await Eventually.Until("the host has seen it", () => stage.Logs.Count(9102) == 1, Token);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(host.Endpoint, "api/x"), Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
