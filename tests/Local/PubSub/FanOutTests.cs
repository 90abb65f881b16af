using System.Diagnostics;
using System.Text;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Local.Tests.PubSub;

/// <summary>The fan-out under pressure: bounds, order, and nobody waiting for a slow one.</summary>
public sealed class FanOutTests
{
    private static readonly string Filling = new('x', 8 * 1024);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static void PublishBig(Emulator emulator, int number) => emulator.TheHub.SendToGroup(
        new Message(new Payload(DataType.Json, Encoding.UTF8.GetBytes($$"""{"n":{{number}},"x":"{{Filling}}"}""")), "g"));

    /// <summary>Publishes until the client that does not read is closed; the most that ever waited for it.</summary>
    private static async Task<int> FloodAsync(Emulator emulator, Connection slow)
    {
        var most = 0;
        var number = 0;
        while (!slow.HasEnded)
        {
            Assert.True(++number < 20_000, "The slow client was never closed.");
            PublishBig(emulator, number);
            // Two turns of the lane: the first has handed the message over, the second has seen it sent or kept.
            for (var turn = 0; turn < 2; turn++)
            {
                var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                slow.Outbox.Lane.Post(() => passed.SetResult());
                await passed.Task.WaitAsync(Token);
            }

            most = Math.Max(most, slow.Outbox.Waiting);
        }

        return most;
    }

    [Theory, InlineData(64, null), InlineData(50, """{"hubs":{"chat":{"queueMessages":50}}}""")]
    [Trait("Requirement", "12")]
    [Trait("Requirement", "131")]
    public async Task A_client_that_does_not_read_is_closed_by_number_when_its_queue_is_full(int bound, string? settings)
    {
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.QueueBytes = 0;
            options.CloseTimeout = TimeSpan.FromSeconds(20);
            options.Settings = settings is null ? null : SettingsFile.Parse(settings);
        });
        using var client = await emulator.ConnectAsync(groups: "g");
        var most = await FloodAsync(emulator, emulator.TheHub.Everyone().Single());
        Assert.InRange(most, 1, bound + 1);
        Assert.Equal(1, emulator.Server.Board.Closed["SlowClient"]);
        Assert.InRange(emulator.Server.Board.Lanes.Stats.Sum(lane => lane.Dropped), bound, long.MaxValue);
        // What had been sent is whole and in order, then comes the number.
        var expected = 0;
        while (true)
        {
            var message = await client.ReadJsonAsync();
            if (message.GetProperty("type").GetString() == "system")
            {
                Assert.Equal("The outbound message queue is full.", message.GetProperty("message").GetString());
                break;
            }

            Assert.Equal(++expected, message.GetProperty("data").GetProperty("n").GetInt32());
        }

        Assert.Equal((1008, "The outbound message queue is full."), await client.ReadCloseAsync());
    }

    [Fact]
    [Trait("Requirement", "42")]
    public async Task One_stuck_client_delays_nobody()
    {
        // A queue that never overflows: the stuck one stays on the list all the while.
        await using var emulator = await Emulator.StartAsync(options => options.QueueBytes = int.MaxValue);
        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => emulator.ConnectAsync(groups: "g")));
        var alone = await SlowestAsync(emulator, clients);
        using var stuck = await emulator.ConnectAsync(groups: "g");
        for (var number = 0; number < 1500; number++) PublishBig(emulator, number);
        foreach (var client in clients)
        {
            for (var number = 0; number < 1500; number++) await client.ReadFrameAsync();
        }

        Assert.True(emulator.Server.Board.Lanes.Stats.Sum(lane => lane.Parked) > 0, "The stuck client was never full.");
        var beside = await SlowestAsync(emulator, clients);
        // 10 % and what a shared machine may add.
        Assert.InRange(beside, 0, (alone * 1.1) + 50);
        foreach (var client in clients) client.Dispose();
    }

    /// <summary>The 99th percentile, in ms, of the time from a publish to the last client having it.</summary>
    private static async Task<double> SlowestAsync(Emulator emulator, RawClient[] clients)
    {
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var started = Stopwatch.GetTimestamp();
            emulator.Publish("g", i);
            foreach (var client in clients) await client.ReadFrameAsync();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        return times[198];
    }

    [Fact]
    [Trait("Requirement", "135")]
    public async Task Ten_clients_of_one_channel_all_receive_everything()
    {
        await using var emulator = await Emulator.StartAsync();
        string?[] protocols = [Emulator.Json, Emulator.Reliable, Emulator.Protobuf, null];
        var clients = new List<RawClient>();
        for (var i = 0; i < 10; i++)
        {
            var client = await emulator.ConnectAsync(protocols[i % 4], groups: "g");
            if (protocols[i % 4] is Emulator.Reliable or Emulator.Protobuf) await client.ReadFrameAsync();
            clients.Add(client);
        }

        for (var number = 0; number < 500; number++) emulator.Publish("g", number);
        foreach (var client in clients)
        {
            for (var number = 0; number < 500; number++)
            {
                var (_, payload) = await client.ReadFrameAsync();
                Assert.Contains(number.ToString(System.Globalization.CultureInfo.InvariantCulture), Encoding.UTF8.GetString(payload), StringComparison.Ordinal);
            }

            client.Dispose();
        }
    }

    [Fact]
    public async Task Messages_of_two_groups_to_one_client_keep_the_order_they_were_accepted_in()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(groups: new List<string> { "a", "b" });
        for (var number = 0; number < 2000; number++) emulator.Publish(number % 3 == 0 ? "a" : "b", number);
        for (var number = 0; number < 2000; number++) Assert.Equal(number, (await client.ReadJsonAsync()).GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task An_expired_message_is_dropped_from_a_queue_and_counted()
    {
        var time = new ManualTime();
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.Time = time;
            options.QueueBytes = int.MaxValue;
            options.DrainTimeout = TimeSpan.Zero;
        });
        using var client = await emulator.ConnectAsync(groups: "g");
        var connection = emulator.TheHub.Everyone().Single();
        var number = 0;
        while (connection.Outbox.Waiting < 10)
        {
            PublishBig(emulator, ++number);
            await Task.Yield();
        }

        emulator.TheHub.SendToGroup(new Message(new Payload(DataType.Json, "\"old\""u8.ToArray()), "g") { Expires = emulator.Server.Board.ExpiryOf(TimeSpan.FromSeconds(1)) });
        emulator.TheHub.SendToGroup(new Message(new Payload(DataType.Json, "\"new\""u8.ToArray()), "g"));
        time.Advance(TimeSpan.FromSeconds(2));
        for (var i = 0; i < number; i++) await client.ReadFrameAsync();
        Assert.Equal("new", (await client.ReadJsonAsync()).GetProperty("data").GetString());
        Assert.Equal(1, emulator.Server.Board.Lanes.Stats.Sum(lane => lane.Expired));
    }

    [Fact]
    public async Task C074_A_thousand_idle_clients_that_answer_pings_are_kept()
    {
        // Scaled 1:100: a ping every 200 ms for 4 s stands for one every 20 s for nearly 7 minutes.
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.KeepAliveInterval = TimeSpan.FromMilliseconds(200);
            options.KeepAliveTimeout = TimeSpan.FromSeconds(3);
        });
        var clients = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => emulator.ConnectAsync()));
        var pings = new int[clients.Length];
        var answering = clients.Select((client, i) => AnswerAsync(client, pings, i)).ToArray();
        await Eventually.Until("each has answered ten pings", () => pings.All(count => count >= 10), Token);
        Assert.Equal(1000, emulator.TheHub.Connections);
        Assert.Equal(0, emulator.Server.Board.Closed.Total);
        foreach (var client in clients) client.Dispose();
        await Task.WhenAll(answering);
    }

    private static async Task AnswerAsync(RawClient client, int[] pings, int index)
    {
        try
        {
            while (true)
            {
                var (opcode, payload) = await client.ReadFrameAsync();
                if (opcode != 9) continue;
                await client.SendFrameAsync(0x8A, payload);
                Interlocked.Increment(ref pings[index]);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The test has ended it.
        }
    }
}
