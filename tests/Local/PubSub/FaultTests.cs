using System.Net;
using System.Net.Http.Json;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Local.Tests.PubSub;

/// <summary>The fault switches and the page: what goes wrong on purpose goes wrong as asked, and only then.</summary>
public sealed class FaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<List<int>> ReceiveAsync(FaultSettings faults, int count)
    {
        await using var emulator = await Emulator.StartAsync(options => options.Faults = faults);
        using var client = await emulator.ConnectAsync(groups: "g");
        for (var number = 0; number < count; number++) emulator.Publish("g", number);
        emulator.Server.Board.Faults.Set(new FaultSettings());
        await Task.Yield();
        emulator.Publish("g", -1);
        var received = new List<int>();
        while (received is not [.., -1]) received.Add((await client.ReadJsonAsync()).GetProperty("data").GetInt32());
        return received;
    }

    [Fact]
    public void The_same_seed_makes_the_same_choices()
    {
        static string Roll(int seed)
        {
            var plan = new FaultPlan();
            plan.Set(new FaultSettings { Seed = seed, Lose = 0.2, Duplicate = 0.2, Reorder = 0.2, Delay = 0.1, Cut = 0.1 });
            return string.Join(' ', Enumerable.Range(0, 200).Select(_ => plan.Next()));
        }

        Assert.Equal(Roll(7), Roll(7));
        Assert.NotEqual(Roll(7), Roll(8));
        foreach (var fate in Enum.GetValues<Fate>()) Assert.Contains(fate.ToString(), Roll(7), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_duplicated_and_reordered_messages_are_just_that()
    {
        await using var emulator = await Emulator.StartAsync(options => options.Faults = new FaultSettings { Lose = 1 });
        using var client = await emulator.ConnectAsync(groups: "g");
        async Task<List<int>> With(FaultSettings faults, int sent, int expected)
        {
            emulator.Server.Board.Faults.Set(faults);
            for (var number = 1; number <= sent; number++) emulator.Publish("g", number);
            await client.SendTextAsync("""{"type":"ping"}""");
            var numbers = new List<int>();
            while ((await client.ReadJsonAsync()) is var message && message.GetProperty("type").GetString() == "message") numbers.Add(message.GetProperty("data").GetInt32());
            Assert.Equal(expected, numbers.Count);
            return numbers;
        }

        Assert.Empty(await With(new FaultSettings { Lose = 1 }, 5, 0));
        Assert.Equal([1, 1, 2, 2], await With(new FaultSettings { Duplicate = 1 }, 2, 4));
        Assert.Equal([2, 1, 4, 3], await With(new FaultSettings { Reorder = 1 }, 4, 4));
        Assert.Equal([1, 2, 3], await With(new FaultSettings(), 3, 3));
        Assert.Equal(5, emulator.Server.Board.Faults.Struck["Lose"]);
    }

    [Fact]
    public async Task A_delay_holds_the_connection_and_keeps_its_order()
    {
        var received = await ReceiveAsync(new FaultSettings { Delay = 0.3, DelayMilliseconds = 30 }, 10);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1], received);
    }

    [Fact]
    public async Task A_cut_resets_the_connection_and_a_reliable_client_gets_back_what_it_missed()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        using var _1 = client;
        emulator.Server.Board.Faults.Set(new FaultSettings { Cut = 1 });
        emulator.Publish("g", 1);
        await Eventually.Until("it is cut", () => emulator.TheHub.Find(id)?.IsAttached == false, Token);
        emulator.Server.Board.Faults.Set(new FaultSettings());
        using var again = await emulator.RecoverAsync(id, reconnection);
        await again.ReadJsonAsync();
        Assert.Equal(1, (await again.ReadJsonAsync()).GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task Handshakes_are_refused_and_calls_throttled_as_asked()
    {
        await using var emulator = await Emulator.StartAsync(options => options.Faults = new FaultSettings { Refuse = 1, Throttle = 1 });
        using var client = await emulator.OpenAsync("/client/hubs/chat?access_token=" + emulator.Sign());
        Assert.Equal((503, "1"), (client.Status, client.Header("Retry-After")));
        Assert.Equal(429, await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/:send", new StringContent("x")));
    }

    [Fact]
    public async Task A_stalled_client_is_let_in_and_hears_nothing_more()
    {
        await using var emulator = await Emulator.StartAsync(options => (options.Faults, options.QueueBytes) = (new FaultSettings { Stall = 1 }, 0));
        using var client = await emulator.ConnectAsync(groups: "g");
        for (var number = 0; number < 64; number++) emulator.Publish("g", number);
        var connection = emulator.TheHub.Everyone().Single();
        await Eventually.Until("all wait", () => connection.Outbox.Waiting == 64, Token);
        emulator.Publish("g", 64);
        await Eventually.Until("it is closed as slow", () => emulator.Server.Board.Closed["SlowClient"] == 1, Token);
        Assert.Equal(1008, (await client.ReadCloseAsync())?.Code);
    }

    [Fact]
    public async Task The_switches_are_set_and_read_over_HTTP()
    {
        await using var emulator = await Emulator.StartAsync();
        using var http = new HttpClient { BaseAddress = emulator.Server.Endpoint };
        using var set = await http.PutAsJsonAsync("admin/faults", new { seed = 3, lose = 0.5 }, Token);
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal((3, 0.5), (await http.GetFromJsonAsync<FaultSettings>("admin/faults", Token)) is { } now ? (now.Seed, now.Lose) : default);
        foreach (var bad in new[] { """{"lose":2}""", """{"loose":1}""", "{", "null", """{"lose":0.6,"cut":0.6}""" })
        {
            using var response = await http.PutAsync("admin/faults", new StringContent(bad, System.Text.Encoding.UTF8, "application/json"), Token);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        // What a form on a foreign page could send is not taken.
        using var form = await http.PutAsync("admin/faults", new StringContent("""{"lose":1}"""), Token);
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
        Assert.Equal(0.5, emulator.Server.Board.Faults.Settings.Lose);
        using var off = await http.DeleteAsync("admin/faults", Token);
        Assert.False(emulator.Server.Board.Faults.Active);
    }

    [Fact]
    public async Task The_page_and_its_state_are_there_for_this_machine_only()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(groups: "g");
        using var http = new HttpClient { BaseAddress = emulator.Server.Endpoint };
        Assert.Contains("Web PubSub emulator", await http.GetStringAsync("/", Token), StringComparison.Ordinal);
        await http.GetStringAsync("admin/state", Token);
        await emulator.SendToGroupAsync("g", "seen <b>here</b>");
        var state = await http.GetFromJsonAsync<System.Text.Json.JsonElement>("admin/state", Token);
        var hub = state.GetProperty("hubs")[0];
        Assert.Equal(("chat", 1), (hub.GetProperty("name").GetString(), hub.GetProperty("connections").GetInt32()));
        Assert.Equal("g", hub.GetProperty("groups")[0].GetProperty("name").GetString());
        Assert.Equal("seen <b>here</b>", state.GetProperty("messages")[0].GetProperty("text").GetString());
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "admin/state") { Headers = { Host = "evil.example" } };
        using var refused = await http.SendAsync(foreign, Token);
        Assert.Equal(HttpStatusCode.MisdirectedRequest, refused.StatusCode);
    }
}
