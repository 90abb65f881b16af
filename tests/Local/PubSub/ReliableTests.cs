using System.Text;
using LiveView.Local.PubSub;
using LiveView.Testing;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Conformance checks of the reliable protocol on the wire.</summary>
public sealed class ReliableTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<List<(int Data, ulong Sequence)>> ReadAsync(RawClient client, int count)
    {
        var messages = new List<(int, ulong)>();
        while (messages.Count < count)
        {
            var message = await client.ReadJsonAsync();
            if (message.GetProperty("type").GetString() == "message")
                messages.Add((message.GetProperty("data").GetInt32(), message.GetProperty("sequenceId").GetUInt64()));
        }

        return messages;
    }

    private static Task LostAsync(Emulator emulator, string id) =>
        Eventually.Until("the emulator sees the wire cut", () => emulator.TheHub.Find(id)?.IsAttached == false, Token);

    private static async Task RefusedAsync(RawClient client)
    {
        Assert.Equal(101, client.Status);
        Assert.Equal(1008, (await client.ReadCloseAsync())?.Code);
        client.Dispose();
    }

    [Fact]
    public async Task C029_Messages_count_from_one_and_nothing_else_counts()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, _, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        using var _1 = client;
        Assert.Equal(3, reconnection.Split('.').Length);
        emulator.Publish("g", 1);
        Assert.Equal("""{"type":"message","from":"group","group":"g","fromUserId":null,"dataType":"json","data":1,"sequenceId":1}""", await client.ReadTextAsync());
        await client.SendTextAsync("""{"type":"joinGroup","group":"h","ackId":1}""");
        await client.SendTextAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"ack","ackId":1,"success":true}""", await client.ReadTextAsync());
        Assert.Equal("""{"type":"pong"}""", await client.ReadTextAsync());
        emulator.Publish("h", 2);
        Assert.Equal([(2, 2ul)], await ReadAsync(client, 1));
    }

    [Fact]
    public async Task C032_The_expired_token_of_the_first_URL_does_not_hinder_a_recovery()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        client.Cut();
        await LostAsync(emulator, id);
        using var again = await emulator.RecoverAsync(id, reconnection, query: $"access_token={emulator.Sign(life: TimeSpan.FromHours(-1))}&");
        var connected = await again.ReadJsonAsync();
        Assert.Equal(("connected", id), (connected.GetProperty("event").GetString(), connected.GetProperty("connectionId").GetString()));
        Assert.NotEmpty(connected.GetProperty("reconnectionToken").GetString() ?? "");
    }

    [Fact]
    public async Task C033_What_was_acknowledged_is_not_sent_again()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        for (var i = 1; i <= 8; i++) emulator.Publish("g", i);
        await ReadAsync(client, 8);
        await client.SendTextAsync("""{"type":"sequenceAck","sequenceId":5}""");
        await client.SendTextAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await client.ReadTextAsync());
        client.Cut();
        await LostAsync(emulator, id);
        using var again = await emulator.RecoverAsync(id, reconnection);
        Assert.Equal([(6, 6ul), (7, 7), (8, 8)], await ReadAsync(again, 3));
    }

    [Fact]
    public async Task C034_A_recovery_that_cannot_be_is_an_upgrade_that_closes_with_1008()
    {
        await using var emulator = await Emulator.StartAsync(options => options.RecoveryWindow = TimeSpan.FromMilliseconds(200));
        var (client, id, reconnection) = await emulator.ConnectReliableAsync();
        var (other, _, foreign) = await emulator.ConnectReliableAsync();
        using var _1 = other;
        await RefusedAsync(await emulator.RecoverAsync(id, "nonsense"));
        await RefusedAsync(await emulator.RecoverAsync(id, foreign));
        await RefusedAsync(await emulator.RecoverAsync("unknown", reconnection));
        await RefusedAsync(await emulator.RecoverAsync(id, reconnection, hub: "other"));
        client.Cut();
        await Eventually.Until("the window is over", () => emulator.TheHub.Find(id) is null, Token);
        await RefusedAsync(await emulator.RecoverAsync(id, reconnection));
        Assert.Equal(1, emulator.Server.Board.Closed["RecoveryTimeout"]);
    }

    [Fact]
    public async Task C035_The_1001st_unacknowledged_message_ends_the_connection_for_good()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        using var _1 = client;
        for (var i = 1; i <= 1000; i++) emulator.Publish("g", i);
        await ReadAsync(client, 1000);
        Assert.NotNull(emulator.TheHub.Find(id));
        emulator.Publish("g", 1001);
        Assert.Equal((1008, "The reliable message buffer is full."), await client.ReadCloseAsync());
        await RefusedAsync(await emulator.RecoverAsync(id, reconnection));
        Assert.Equal(1, emulator.Server.Board.Closed["SlowClient"]);
    }

    [Fact]
    public async Task C035_More_than_16_MB_unacknowledged_ends_the_connection_for_good()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, _) = await emulator.ConnectReliableAsync(groups: "g");
        client.Cut();
        await LostAsync(emulator, id);
        var payload = new Payload(DataType.Text, Encoding.UTF8.GetBytes(new string('x', 1_000_000)));
        for (var i = 0; i < 16; i++) emulator.TheHub.SendToGroup(new Message(payload, "g"));
        Assert.NotNull(emulator.TheHub.Find(id));
        emulator.TheHub.SendToGroup(new Message(payload, "g"));
        await Eventually.Until("it is dropped", () => emulator.TheHub.Find(id) is null, Token);
    }

    [Fact]
    public async Task C036_A_second_link_takes_over_and_the_first_is_cut()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        using var _1 = client;
        using var second = await emulator.RecoverAsync(id, reconnection);
        Assert.Equal(id, (await second.ReadJsonAsync()).GetProperty("connectionId").GetString());
        Assert.Null(await client.ReadCloseAsync());
        emulator.Publish("g", 1);
        Assert.Equal([(1, 1ul)], await ReadAsync(second, 1));
    }

    [Fact]
    public async Task C037_An_ack_id_is_remembered_across_a_recovery()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync();
        const string join = """{"type":"joinGroup","group":"g","ackId":9}""";
        await client.SendTextAsync(join);
        await client.ReadTextAsync();
        client.Cut();
        await LostAsync(emulator, id);
        using var again = await emulator.RecoverAsync(id, reconnection);
        await again.ReadTextAsync();
        await again.SendTextAsync(join);
        Assert.Equal("Duplicate", (await again.ReadJsonAsync()).GetProperty("error").GetProperty("name").GetString());
    }

    [Fact]
    public async Task C038_A_plain_connection_cannot_be_recovered()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        var id = emulator.TheHub.Everyone().Single().Id;
        var token = ReconnectionToken.Issue(emulator.Options, id);
        await RefusedAsync(await emulator.RecoverAsync(id, token));
        Assert.NotNull(emulator.TheHub.Find(id));
    }

    [Fact]
    public async Task C040_A_recovery_is_no_event_and_the_end_of_the_window_is_one()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.Settings = handler.Settings();
            options.RecoveryWindow = TimeSpan.FromMilliseconds(300);
        });
        var (client, id, reconnection) = await emulator.ConnectReliableAsync();
        client.Cut();
        await LostAsync(emulator, id);
        var again = await emulator.RecoverAsync(id, reconnection);
        Assert.Equal(101, again.Status);
        again.Cut();
        await handler.Until("disconnected");
        Assert.Equal(["connect", "connected", "disconnected"], handler.Names(id));
        Assert.Equal("""{"reason":"Connection recovery timed out."}""", handler.Events.Last().Body);
    }

    [Fact]
    public async Task C041_Whatever_is_sent_during_the_outage_waits()
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(user: "u", groups: "g");
        client.Cut();
        await LostAsync(emulator, id);
        foreach (var path in new[] { ":send", "groups/g/:send", "users/u/:send", $"connections/{id}/:send" })
            Assert.Equal(202, await emulator.StatusAsync(HttpMethod.Post, $"/api/hubs/chat/{path}", new StringContent(path)));
        using var again = await emulator.RecoverAsync(id, reconnection);
        await again.ReadJsonAsync();
        foreach (var path in new[] { ":send", "groups/g/:send", "users/u/:send", $"connections/{id}/:send" })
            Assert.Equal(path, (await again.ReadJsonAsync()).GetProperty("data").GetString());
    }

    [Fact]
    public async Task A_message_whose_time_is_over_is_not_replayed()
    {
        var time = new ManualTime();
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.Time = time;
            options.DrainTimeout = TimeSpan.Zero;
        });
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        client.Cut();
        await LostAsync(emulator, id);
        Assert.Equal(202, await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/groups/g/:send?messageTtlSeconds=5", new StringContent("old")));
        Assert.Equal(202, await emulator.StatusAsync(HttpMethod.Post, "/api/hubs/chat/groups/g/:send?messageTtlSeconds=300", new StringContent("new")));
        time.Advance(TimeSpan.FromSeconds(6));
        using var again = await emulator.RecoverAsync(id, reconnection);
        await again.ReadJsonAsync();
        Assert.Equal("new", (await again.ReadJsonAsync()).GetProperty("data").GetString());
    }

    [Theory, InlineData(1001), InlineData(4000)]
    public async Task A_close_other_than_normal_leaves_the_connection_to_be_recovered(int code)
    {
        await using var emulator = await Emulator.StartAsync();
        var (client, id, reconnection) = await emulator.ConnectReliableAsync(groups: "g");
        await client.CloseAsync(code);
        Assert.Equal(code, (await client.ReadCloseAsync())?.Code);
        await LostAsync(emulator, id);
        emulator.Publish("g", 1);
        using var again = await emulator.RecoverAsync(id, reconnection);
        Assert.Equal([(1, 1ul)], await ReadAsync(again, 1));
    }

    [Fact]
    public async Task A_protobuf_client_recovers_too()
    {
        await using var emulator = await Emulator.StartAsync();
        const string protocol = "protobuf.reliable.webpubsub.azure.v1";
        using var client = await emulator.ConnectAsync(protocol, groups: "g");
        await client.ReadFrameAsync();
        emulator.Publish("g", 5);
        // DownstreamMessage.data { from "group", group "g", data.json "5", sequence_id 1 }
        const string expected = "12110A0567726F75701201671A032201352001";
        Assert.Equal(expected, Convert.ToHexString((await client.ReadFrameAsync()).Payload));
        var id = emulator.TheHub.Everyone().Single().Id;
        client.Cut();
        await LostAsync(emulator, id);
        var token = ReconnectionToken.Issue(emulator.Options, id);
        using var again = await emulator.OpenAsync($"/client/hubs/chat?awps_connection_id={id}&awps_reconnection_token={token}", protocol);
        await again.ReadFrameAsync();
        Assert.Equal(expected, Convert.ToHexString((await again.ReadFrameAsync()).Payload));
        // UpstreamMessage.sequence_ack { sequence_id 1 }
        await again.SendFrameAsync(0x82, Convert.FromHexString("42020801"));
        await Eventually.Until("it is acknowledged", () => emulator.TheHub.Find(id)?.Outbox.Waiting == 0, Token);
    }
}
