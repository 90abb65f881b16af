using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Local.Tests.Host;

/// <summary>The executable as a person starts it: what it says, how it ends, and what it leaves behind.</summary>
public sealed class SmallAzureTests
{
    private static readonly string[] AnyPorts = ["--functions-port", "0", "--pubsub-port", "0", "--eventhubs-port", "0", "--azurite-port", "0"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_starts_shows_the_board_and_stops_on_request_with_nothing_left()
    {
        await using var stage = Staged();
        using var run = Run([.. AnyPorts, "--app", stage.Root, "--data", Path.Combine(stage.Root, "..", "data")], stage);
        var board = await BoardAsync(run);
        using var http = new HttpClient();
        var seen = JsonElement.Parse(await http.GetStringAsync(new Uri(board, "api/environment"), Token)).GetProperty("variables");
        foreach (var name in new[]
        {
            "AzureWebJobsStorage", "Storage__ConnectionString", "EventHubs__ConnectionString", "EventHubs__SendEndpoint", "EventHubConnection",
            "PubSub__ConnectionString", "Providers__Espn__BaseAddress",
        })
            Assert.False(string.IsNullOrEmpty(seen.GetProperty(name).GetString()), name);
        Assert.Equal("4", seen.GetProperty("EventHubs__Partitions__raw").GetString());
        Assert.Equal("liveview", seen.GetProperty("PubSub__Hub").GetString());
        await Eventually.Until("the timer fires", () => stage.Calls.Count > 0, Token);

        var children = Descendants(run.Id);
        Assert.True(children.Count >= 2, "Azurite and the handler run");
        Terminate(run);
        await run.WaitForExitAsync(Token);
        Assert.Equal(0, run.ExitCode);
        await Eventually.Until("nothing is left", () => children.All(IsGone), Token);
    }

    [Fact]
    public async Task Killed_itself_it_takes_its_children_along()
    {
        await using var stage = Staged();
        using var run = Run([.. AnyPorts, "--app", stage.Root, "--data", Path.Combine(stage.Root, "..", "data")], stage);
        await BoardAsync(run);
        var children = Descendants(run.Id);
        Assert.True(children.Count >= 2, "Azurite and the handler run");
        run.Kill(); // this process only

        await Eventually.Until("nothing is left", () => children.All(IsGone), Token);
    }

    [Theory]
    [InlineData("--functions-port", "the Functions host")]
    [InlineData("--pubsub-port", "Web PubSub")]
    [InlineData("--eventhubs-port", "Event Hubs")]
    [InlineData("--azurite-port", "Azurite")]
    public async Task A_taken_port_is_told_in_one_line_with_who_wants_it_and_how_to_move_it(string option, string who)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = [.. AnyPorts];
        arguments[Array.IndexOf(arguments, option) + 1] = port;
        using var run = Run(arguments);

        var said = (await run.StandardError.ReadToEndAsync(Token)).TrimEnd();
        await run.WaitForExitAsync(Token);
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain('\n', said);
        Assert.Contains($"Port {port}", said, StringComparison.Ordinal);
        Assert.Contains(who, said, StringComparison.Ordinal);
        Assert.Contains(option, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--bogus", "--bogus")]
    [InlineData("--seed", "--seed needs a value")]
    [InlineData("--functions-port 70000", "--functions-port")]
    [InlineData("--speed 0", "--speed")]
    [InlineData("everything", "everything")]
    public void A_wrong_option_is_named(string arguments, string words)
    {
        var fault = Assert.Throws<UsageException>(() => CommandLine.Parse(arguments.Split(' ')));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_every_option()
    {
        using var run = Run(["--help"]);
        var said = await run.StandardOutput.ReadToEndAsync(Token);
        await run.WaitForExitAsync(Token);

        Assert.Equal(0, run.ExitCode);
        foreach (var option in new[] { "--functions-port", "--pubsub-port", "--eventhubs-port", "--azurite-port", "--data", "--fresh", "--live", "--no-host", "--speed", "--seed", "--app", "--status" })
            Assert.Contains(option, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_host_the_staged_folder_gets_its_settings_and_the_command_is_shown()
    {
        await using var stage = Staged();
        using var run = Run([.. AnyPorts, "--no-host", "--live", "--app", stage.Root, "--data", Path.Combine(stage.Root, "..", "data")], stage);
        string? line;
        while ((line = await run.StandardOutput.ReadLineAsync(Token)) is not null && !line.Contains("func start", StringComparison.Ordinal))
            Assert.DoesNotContain("The board", line, StringComparison.Ordinal);
        Assert.NotNull(line);

        var values = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(stage.Root, "local.settings.json"), Token)).GetProperty("Values");
        Assert.Equal("custom", values.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
        Assert.False(values.TryGetProperty("Providers__Espn__BaseAddress", out _)); // --live
        Terminate(run);
        await run.WaitForExitAsync(Token);
        Assert.Equal(0, run.ExitCode);
    }

    private static Stage Staged()
    {
        return new Stage().Api("api/{*path}").Timer("Tick", "%ScheduleCron%").HostJson("""{"extensions":{"http":{"routePrefix":""}}}""");
    }

    private static Process Run(IReadOnlyList<string> arguments, Stage? stage = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "LiveView.Local"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What only the test handler knows travels as environment: the handler inherits it, as in the cloud.
        foreach (var (name, value) in stage?.Settings ?? [])
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("It did not start.");
    }

    private static async Task<Uri> BoardAsync(Process run)
    {
        while (await run.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            if (line.Split("The board: ") is [_, var address])
            {
                _ = run.StandardOutput.BaseStream.CopyToAsync(Stream.Null, Token); // or the pipe fills
                return new(address.Trim());
            }
        }
        throw new InvalidOperationException($"It ended: {await run.StandardError.ReadToEndAsync(Token)}");
    }

    private static void Terminate(Process run)
    {
        using var kill = Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static bool IsGone(int id) => StatusOf(id) is not { } status || status[0] == "Z";

    private static List<int> Descendants(int id)
    {
        var all = Directory.GetDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var number) ? number : 0);
        var children = all.Where(one => one > 0 && StatusOf(one) is { } status && status[1] == id.ToString(CultureInfo.InvariantCulture)).ToList();
        return [.. children, .. children.SelectMany(Descendants)];
    }

    /// <summary>State and parent of a process as Linux tells them, or null if it is gone.</summary>
    private static string[]? StatusOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
