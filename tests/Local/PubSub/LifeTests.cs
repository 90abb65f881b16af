using LiveView.Local.PubSub;
using LiveView.Testing;
using Microsoft.Extensions.Logging;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Keep-alive, eviction, and the end of the server.</summary>
public sealed class LifeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Moves the clock in steps that the pulse can follow.</summary>
    private static async Task PassAsync(ManualTime time, int seconds)
    {
        for (var i = 0; i < seconds * 2; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            for (var turn = 0; turn < 4; turn++) await Task.Yield();
        }
    }

    [Fact]
    [Trait("Requirement", "18")]
    public async Task A_shutdown_tells_everyone_1001_and_logs_how_many_there_were_before()
    {
        var logs = new CapturedLogs();
        var emulator = await Emulator.StartAsync(options =>
        {
            options.Logs = logs;
            options.DrainWave = 1;
            options.DrainPause = TimeSpan.FromMilliseconds(1);
        });
        using var json = await emulator.ConnectAsync();
        using var raw = await emulator.ConnectAsync(protocol: null);
        var ending = emulator.DisposeAsync().AsTask();
        Assert.Equal("""{"type":"system","event":"disconnected","message":"server_shutdown"}""", await json.ReadTextAsync());
        Assert.Equal((1001, "server_shutdown"), await json.ReadCloseAsync());
        Assert.Equal((1001, "server_shutdown"), await raw.ReadCloseAsync());
        await json.CloseAsync(1001);
        await raw.CloseAsync(1001);
        await ending;
        var line = Assert.Single(logs.Lines, line => line.Id.Id == 9343);
        Assert.Equal(2, line.Fields["total_connections_closed"]);
        Assert.Contains("total_connections_closed=2", line.Text, StringComparison.Ordinal);
        Assert.Equal(2, emulator.Server.Board.Closed["ServiceReload"]);
    }

    [Fact]
    [Trait("Requirement", "87")]
    public async Task A_viewer_that_answers_no_ping_is_gone_within_a_minute()
    {
        var time = new ManualTime();
        await using var emulator = await Emulator.StartAsync(options => (options.Time, options.DrainTimeout) = (time, TimeSpan.Zero));
        using var client = await emulator.ConnectAsync();
        await PassAsync(time, 55);
        Assert.Equal(1, emulator.TheHub.Connections);
        await PassAsync(time, 10);
        await Eventually.Until("it is gone", () => emulator.TheHub.Connections == 0, Token);
        Assert.Equal(1, emulator.Server.Board.Closed["PingTimeout"]);
    }

    [Fact]
    [Trait("Requirement", "130")]
    public async Task The_heartbeat_can_be_30_seconds_with_10_to_answer()
    {
        var time = new ManualTime();
        await using var emulator = await Emulator.StartAsync(options =>
            (options.Time, options.DrainTimeout, options.KeepAliveInterval, options.KeepAliveTimeout) =
            (time, TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)));
        using var lively = await emulator.ConnectAsync();
        using var silent = await emulator.ConnectAsync();
        await PassAsync(time, 29);
        Assert.All(emulator.TheHub.Everyone(), connection => Assert.Equal(0, connection.PingSent));
        await PassAsync(time, 3);
        var (opcode, payload) = await lively.ReadFrameAsync();
        Assert.Equal(9, opcode);
        var before = emulator.TheHub.Everyone().Max(connection => connection.LastHeard);
        await lively.SendFrameAsync(0x8A, payload);
        await Eventually.Until("the pong is heard", () => emulator.TheHub.Everyone().Max(connection => connection.LastHeard) > before, Token);
        await PassAsync(time, 12);
        await Eventually.Until("the silent one is gone", () => emulator.TheHub.Connections == 1, Token);
        Assert.Equal(1, emulator.Server.Board.Closed["PingTimeout"]);
    }

    [Fact]
    public async Task A_reliable_viewer_that_falls_silent_may_still_come_back()
    {
        var time = new ManualTime();
        await using var emulator = await Emulator.StartAsync(options => (options.Time, options.DrainTimeout) = (time, TimeSpan.Zero));
        var (client, id, reconnection) = await emulator.ConnectReliableAsync();
        using var _1 = client;
        await PassAsync(time, 65);
        await Eventually.Until("its link is cut", () => emulator.TheHub.Find(id)?.IsAttached == false, Token);
        using var again = await emulator.RecoverAsync(id, reconnection);
        Assert.Equal(id, (await again.ReadJsonAsync()).GetProperty("connectionId").GetString());
    }

    [Fact]
    [Trait("Requirement", "78")]
    public async Task When_memory_runs_short_the_viewer_idle_longest_goes_first()
    {
        var time = new ManualTime();
        var used = 0L;
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.Time = time;
            options.DrainTimeout = TimeSpan.Zero;
            options.MemoryBudgetBytes = 1000;
            options.MemoryUsed = () => Volatile.Read(ref used);
        });
        using var first = await emulator.ConnectAsync(user: "first");
        await PassAsync(time, 2);
        using var second = await emulator.ConnectAsync(user: "second");
        await PassAsync(time, 2);
        // The first one speaks: now the second has been idle longest.
        await first.SendTextAsync("""{"type":"ping"}""");
        await first.ReadTextAsync();
        Assert.Equal(2, emulator.TheHub.Connections);
        Volatile.Write(ref used, 2000);
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Until("one is evicted", () => emulator.TheHub.Connections == 1, Token);
        Volatile.Write(ref used, 0);
        Assert.Equal("first", emulator.TheHub.Everyone().Single().UserId);
        Assert.Equal((1008, "memory_pressure"), await second.ReadCloseAsync());
        Assert.Equal(1, emulator.Server.Board.Closed["Evicted"]);
    }

    [Fact]
    [Trait("Requirement", "141")]
    public async Task A_fault_in_the_pulse_is_logged_with_its_stack_and_the_pulse_goes_on()
    {
        var logs = new CapturedLogs();
        var beats = 0;
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.Logs = logs;
            options.KeepAliveInterval = TimeSpan.FromMilliseconds(40);
            options.MemoryBudgetBytes = 1;
            options.MemoryUsed = () => Interlocked.Increment(ref beats) switch
            {
                1 => throw new InvalidOperationException("unexpected"),
                2 => throw new ObjectDisposedException("expected"),
                _ => 0,
            };
        });
        await Eventually.Until("it goes on", () => beats > 4, Token);
        var failed = Assert.Single(logs.Lines, line => line.Id.Id == 9341);
        Assert.Equal((LogLevel.Error, "unexpected"), (failed.Level, failed.Exception?.Message));
        Assert.NotNull(failed.Exception?.StackTrace);
        Assert.Equal(LogLevel.Debug, Assert.Single(logs.Lines, line => line.Id.Id == 9340).Level);
    }

    [Fact]
    [Trait("Requirement", "88")]
    public async Task The_metrics_show_connections_closes_memory_and_threads()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(groups: "g");
        emulator.Publish("g", 1);
        await client.ReadTextAsync();
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(emulator.Server.Endpoint, "metrics"), Token);
        Assert.Contains("pubsub_connections{hub=\"chat\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("pubsub_messages_published_total 1\n", text, StringComparison.Ordinal);
        foreach (var name in new[] { "process_resident_memory_bytes", "process_threads", "process_open_handles" })
            Assert.Matches($"(?m)^{name} [1-9]\\d*$", text);
        Assert.All(text.TrimEnd('\n').Split('\n'), line => Assert.Matches("^(# TYPE [a-z_]+ (gauge|counter)|[a-z_]+({[a-z]+=\"[^\"]*\"})? \\d+)$", line));
    }

    [Fact]
    public async Task A_taken_port_is_said_to_be_taken()
    {
        await using var emulator = await Emulator.StartAsync();
        await Assert.ThrowsAsync<IOException>(() => Emulator.StartAsync(options => options.Port = emulator.Server.Endpoint.Port));
    }

    [Fact]
    public async Task Every_fault_of_the_options_is_named_at_once()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Emulator.StartAsync(options =>
        {
            options.AccessKey = "short;";
            options.QueueMessages = 0;
            options.Faults = new FaultSettings { Lose = 2 };
        }));
        foreach (var word in new[] { "32 bytes", "';'", "queue", "share" }) Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }
}
