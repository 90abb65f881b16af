using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Local.Host;
using LiveView.Testing;
using Microsoft.Extensions.Logging;

namespace LiveView.Local.Tests.Host;

/// <summary>Checklist 1, 2 and 7: how the handler is started, when it is ready, and what its exit codes mean.</summary>
public sealed class HandlerProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_handler_gets_the_environment_that_the_real_host_gives_and_the_pitfalls_too()
    {
        await using var stage = new Stage().Api();
        stage.Settings["A_SETTING"] = "its value";
        var host = await stage.StartAsync();

        var seen = await EnvironmentAsync(host);
        var variables = seen.GetProperty("variables");
        string Variable(string name) => variables.GetProperty(name).GetString() ?? "";
        Assert.Equal("its value", Variable("A_SETTING"));
        Assert.True(int.Parse(Variable("FUNCTIONS_CUSTOMHANDLER_PORT"), null) > 0);
        Assert.Equal(Variable("FUNCTIONS_CUSTOMHANDLER_PORT"), Variable("FUNCTIONS_HTTPWORKER_PORT"));
        Assert.True(Guid.TryParse(Variable("FUNCTIONS_CUSTOMHANDLER_WORKER_ID"), out _));
        Assert.Equal(Variable("FUNCTIONS_CUSTOMHANDLER_WORKER_ID"), Variable("FUNCTIONS_HTTPWORKER_ID"));
        Assert.Equal(stage.Root, Variable("FUNCTIONS_APP_ROOT_PATH"));
        Assert.Equal("http://+:80", Variable("ASPNETCORE_URLS"));
        Assert.NotEqual(Path.GetDirectoryName(Stage.Executable), Path.TrimEndingDirectorySeparator(Variable("ASPNETCORE_CONTENTROOT")));
        Assert.Equal(stage.Root, seen.GetProperty("directory").GetString());
        Assert.Equal("Development", Variable("AZURE_FUNCTIONS_ENVIRONMENT"));
        Assert.Empty(seen.GetProperty("arguments").EnumerateArray());
    }

    [Fact]
    public async Task A_name_without_a_file_is_left_to_the_path_and_arguments_are_expanded()
    {
        await using var stage = new Stage().Api();
        stage.Settings["HANDLER_DLL"] = Stage.Executable + ".dll";
        stage.HostJson("""{"extensions":{"http":{"routePrefix":""}},"customHandler":{"description":{"defaultExecutablePath":"dotnet","arguments":["%HANDLER_DLL%","--a","%NOT_SET%"]}}}""");
        var host = await stage.StartAsync();

        Assert.Equal(["--a"], (await EnvironmentAsync(host)).GetProperty("arguments").EnumerateArray().Select(one => one.GetString()));
    }

    [Fact]
    public async Task A_setting_overrides_host_json()
    {
        await using var stage = new Stage().Api();
        stage.HostJson("""{"extensions":{"http":{"routePrefix":""}},"customHandler":{"description":{"defaultExecutablePath":"not there"}}}""");
        stage.Settings["AzureFunctionsJobHost__customHandler__description__defaultExecutablePath"] = Stage.Executable;

        Assert.NotNull((await stage.StartAsync()).HandlerProcessId);
    }

    [Fact]
    public async Task A_missing_executable_is_told_by_name()
    {
        await using var stage = new Stage().Api();
        stage.HostJson("""{"customHandler":{"description":{"defaultExecutablePath":"not-there"}}}""");

        var fault = await Assert.ThrowsAsync<HostConfigurationException>(() => stage.StartAsync());
        Assert.Contains("not-there", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_is_information_an_error_line_is_an_error_and_one_that_warns_a_warning()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();

        await Eventually.Until("the console is heard", () => stage.Logs.Count(9110) > 0 && stage.Logs.Count(9111) > 0 && stage.Logs.Count(9112) > 0, Token);
        var console = stage.Logs.All.Where(entry => entry.Category == "Host.Function.Console").ToList();
        Assert.Contains(console, entry => entry.Level is LogLevel.Information && entry.Message == $"a line on stdout from {host.HandlerProcessId}");
        Assert.Contains(console, entry => entry.Level is LogLevel.Warning && entry.Message == "a warning on stderr");
        Assert.Contains(console, entry => entry.Level is LogLevel.Error && entry.Message == "a fault on stderr");
    }

    [Fact]
    public async Task A_handler_that_listens_late_is_waited_for()
    {
        await using var stage = new Stage().Api();
        stage.Settings["TEST_LISTEN_AFTER_MS"] = "1500";

        Assert.NotNull((await stage.StartAsync()).HandlerProcessId); // and its answer to GET / is 404, which is ready
        Assert.Equal(0, stage.Logs.Count(9102));
    }

    [Fact]
    public async Task A_handler_that_never_listens_is_given_up_after_three_start_times()
    {
        await using var stage = new Stage().Api();
        stage.Settings["TEST_NEVER_LISTEN"] = "1";
        stage.Settings["AzureFunctionsJobHost__customHandler__initializationTimeout"] = "00:00:00.5";

        var fault = await Assert.ThrowsAsync<HandlerFailedException>(() => stage.StartAsync());
        Assert.Contains("timed out", fault.Message, StringComparison.Ordinal);
        Assert.Equal(3, stage.Logs.Count(9102));
    }

    [Fact]
    public async Task Three_failures_stop_the_host()
    {
        await using var stage = new Stage().Api();
        stage.Settings["TEST_EXIT_AT_START"] = "7";

        var fault = await Assert.ThrowsAsync<HandlerFailedException>(() => stage.StartAsync());
        Assert.Contains("code 7", fault.Message, StringComparison.Ordinal);
        Assert.Equal(3, stage.Logs.Count(9102));
    }

    [Fact]
    public async Task A_killed_handler_is_started_again_twice_and_the_third_time_ends_the_host()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        var processes = new HashSet<int?> { host.HandlerProcessId };
        for (var kill = 1; kill <= 2; kill++)
        {
            await host.KillHandlerAsync();
            Assert.NotEqual(default, await EnvironmentAsync(host)); // held until the next process is ready
            Assert.True(processes.Add(host.HandlerProcessId));
        }
        await host.KillHandlerAsync();

        await Assert.ThrowsAsync<HandlerFailedException>(() => host.WatchAsync(Token));
    }

    [Fact]
    public async Task Exit_200_asks_for_a_restart_and_is_no_failure()
    {
        await using var stage = new Stage(null).Api().Answer("exit 200");
        var host = await stage.StartAsync();
        for (var count = 0; count < 4; count++)
        {
            var before = host.HandlerProcessId;
            using var http = new HttpClient();
            using var dying = await PostQuietlyAsync(http, host, "exit 200", stage);
            await Eventually.Until("another process runs", () => host.HandlerProcessId is { } now && now != before, Token);
            Assert.NotEqual(default, await EnvironmentAsync(host));
        }
        Assert.Equal(0, stage.Logs.Count(9102));
    }

    [Fact]
    public async Task Exit_0_leaves_it_dead_as_the_real_host_does()
    {
        await using var stage = new Stage().Api();
        var host = await stage.StartAsync();
        using var http = new HttpClient();
        using var dying = await PostQuietlyAsync(http, host, "exit 0", stage);

        await Eventually.Until("the host knows that it is dead", () => stage.Logs.Count(9103) == 1, Token);
        using var answer = await http.GetAsync(new Uri(host.Endpoint, "api/environment"), Token);
        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Null(host.HandlerProcessId);
        Assert.Equal(0, stage.Logs.Count(9102));
    }

    private static async Task<HttpResponseMessage> PostQuietlyAsync(HttpClient http, FunctionHost host, string answer, Stage stage)
    {
        stage.Answer(answer);
        return await http.PostAsync(new Uri(host.Endpoint, "api/answer"), null, Token);
    }

    private static async Task<JsonElement> EnvironmentAsync(FunctionHost host)
    {
        using var http = new HttpClient();
        return await http.GetFromJsonAsync<JsonElement>(new Uri(host.Endpoint, "api/environment"), Token);
    }
}
