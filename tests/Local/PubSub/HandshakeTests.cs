using System.Text.Json;
using LiveView.Local.PubSub;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Conformance checks of the door: tokens, names, subprotocols.</summary>
public sealed class HandshakeTests
{
    private static async Task<int> StatusAsync(Emulator emulator, string target, params string[] headers)
    {
        using var client = await emulator.OpenAsync(target, Emulator.Json, headers);
        return client.Status;
    }

    [Fact]
    public async Task C003_A_token_that_does_not_hold_is_answered_401_before_the_upgrade()
    {
        await using var emulator = await Emulator.StartAsync();
        const string path = "/client/hubs/chat?access_token=";
        var other = new string('0', 44);
        Assert.Equal(401, await StatusAsync(emulator, path + emulator.Sign(key: other)));
        Assert.Equal(401, await StatusAsync(emulator, path + emulator.Sign(life: TimeSpan.FromMinutes(-6))));
        Assert.Equal(401, await StatusAsync(emulator, path + emulator.Sign(hub: "other")));
        Assert.Equal(401, await StatusAsync(emulator, path + emulator.Sign(audience: "http://elsewhere.example/client/hubs/chat")));
        Assert.Equal(401, await StatusAsync(emulator, path + "nonsense"));
        Assert.Equal(401, await StatusAsync(emulator, "/client/hubs/chat"));
        Assert.Equal(400, await StatusAsync(emulator, "/client/hubs/9lives?access_token=" + emulator.Sign(hub: "9lives")));
        Assert.Equal(400, await StatusAsync(emulator, path + emulator.Sign(groups: "  ")));
        Assert.Equal(101, await StatusAsync(emulator, path + emulator.Sign(life: TimeSpan.FromMinutes(-4))));
        Assert.Equal(4, emulator.Server.Board.Refused["401"] - 2);
    }

    [Fact]
    [Trait("Requirement", "88")]
    public async Task C004_A_token_in_the_Authorization_header_is_as_good()
    {
        await using var emulator = await Emulator.StartAsync();
        Assert.Equal(101, await StatusAsync(emulator, "/client/hubs/chat", $"Authorization: Bearer {emulator.Sign()}"));
        Assert.Equal(401, await StatusAsync(emulator, "/client/hubs/chat", "Authorization: Bearer x"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task C005_Roles_and_groups_may_be_one_string_or_a_list(bool list)
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(
            groups: Claim("g"), roles: Claim("webpubsub.joinLeaveGroup"));
        object Claim(string value) => list ? new List<string> { value } : value;
        await client.SendTextAsync("""{"type":"joinGroup","group":"h","ackId":1}""");
        Assert.True((await client.ReadJsonAsync()).GetProperty("success").GetBoolean());
        emulator.Publish("g", 1);
        emulator.Publish("h", 2);
        Assert.Equal("g", (await client.ReadJsonAsync()).GetProperty("group").GetString());
        Assert.Equal("h", (await client.ReadJsonAsync()).GetProperty("group").GetString());
    }

    [Fact]
    public async Task C006_The_hub_is_named_in_the_path_or_the_query_in_any_case()
    {
        await using var emulator = await Emulator.StartAsync();
        var token = emulator.Sign();
        Assert.Equal(101, await StatusAsync(emulator, $"/client/?hub=chat&access_token={token}"));
        Assert.Equal(101, await StatusAsync(emulator, $"/client?hub=CHAT&access_token={token}"));
        using var client = await emulator.OpenAsync($"/client/hubs/CHAT?access_token={emulator.Sign(groups: "g")}");
        await client.ReadJsonAsync();
        emulator.Publish("g", 1);
        Assert.Equal("g", (await client.ReadJsonAsync()).GetProperty("group").GetString());
    }

    [Fact]
    public async Task C007_The_chosen_subprotocol_is_echoed_and_an_unknown_one_is_not()
    {
        await using var emulator = await Emulator.StartAsync();
        var target = $"/client/hubs/chat?access_token={emulator.Sign()}";
        foreach (var known in new[] { Emulator.Json, Emulator.Reliable, Emulator.Protobuf, "protobuf.reliable.webpubsub.azure.v1" })
        {
            using var client = await emulator.OpenAsync(target, known);
            Assert.Equal((101, known), (client.Status, client.Subprotocol));
        }

        using var second = await emulator.OpenAsync(target, $"mine.v1, {Emulator.Json}");
        Assert.Equal(Emulator.Json, second.Subprotocol);
        using var raw = await emulator.OpenAsync(target, "mine.v1");
        Assert.Equal((101, null), (raw.Status, raw.Subprotocol));
        Assert.Null(raw.Header("Sec-WebSocket-Extensions"));
    }

    [Fact]
    public async Task C009_A_token_that_expires_later_does_not_end_the_connection()
    {
        var time = new ManualTime();
        await using var emulator = await Emulator.StartAsync(options =>
        {
            options.Time = time;
            options.KeepAliveInterval = TimeSpan.FromDays(1);
            options.DrainTimeout = TimeSpan.Zero;
        });
        using var client = await emulator.OpenAsync($"/client/hubs/chat?access_token={emulator.Sign(groups: "g", life: TimeSpan.FromMinutes(1))}");
        await client.ReadJsonAsync();
        time.Advance(TimeSpan.FromHours(2));
        emulator.Publish("g", 1);
        Assert.Equal(1, (await client.ReadJsonAsync()).GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task A_request_that_is_no_WebSocket_is_told_so()
    {
        await using var emulator = await Emulator.StartAsync();
        Assert.Equal(400, await emulator.StatusAsync(HttpMethod.Get, "/client/hubs/chat"));
        using var old = await RawClient.ConnectAsync(emulator.Server.Endpoint, "/client/hubs/chat", "X: 1");
        Assert.Equal(401, old.Status);
    }

    [Theory, InlineData("webpubsub_mode=nothing"), InlineData("webpubsub_mode=sendToGroup"), InlineData("webpubsub_mode=sendToGroup&group=g&noEcho=perhaps")]
    public async Task A_raw_mode_that_makes_no_sense_is_400(string query)
    {
        await using var emulator = await Emulator.StartAsync();
        Assert.Equal(400, await StatusAsync(emulator, $"/client/hubs/chat?access_token={emulator.Sign()}&{query}"));
    }

    [Fact]
    [Trait("Requirement", "128")]
    public async Task Clients_without_a_token_come_in_only_where_it_is_said_and_never_in_production()
    {
        await using var open = await Emulator.StartAsync(options => options.AllowAnonymous = true);
        Assert.Equal(101, await StatusAsync(open, "/client/hubs/chat"));
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Emulator.StartAsync(options =>
        {
            options.AllowAnonymous = true;
            options.Environment = "Production";
        }));
        Assert.Contains("production", error.Message, StringComparison.Ordinal);
        await using var hub = await Emulator.StartAsync(options =>
            options.Settings = SettingsFile.Parse("""{"hubs":{"CHAT":{"anonymousConnectPolicy":"allow"}}}"""));
        Assert.Equal(101, await StatusAsync(hub, "/client/hubs/chat"));
        Assert.Equal(401, await StatusAsync(hub, "/client/hubs/other"));
    }

    [Fact]
    [Trait("Requirement", "129")]
    [Trait("Requirement", "136")]
    public async Task Of_many_that_come_at_once_from_one_address_exactly_five_are_let_in()
    {
        await using var emulator = await Emulator.StartAsync(options => options.MaxConnectionsPerAddress = 5);
        var target = $"/client/hubs/chat?access_token={emulator.Sign()}";
        var clients = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => emulator.OpenAsync(target)));
        Assert.Equal(5, clients.Count(client => client.Status == 101));
        Assert.Equal(35, clients.Count(client => client.Status == 429 && client.Header("Retry-After") is not null));
        foreach (var client in clients) client.Dispose();
        await Testing.Eventually.Until("the places are free again", () => emulator.Server.Board.Limits.Taken == 0, TestContext.Current.CancellationToken);
        Assert.Equal(101, await StatusAsync(emulator, target));
    }

    [Fact]
    public async Task The_connection_limit_is_answered_429()
    {
        await using var emulator = await Emulator.StartAsync(options => options.MaxConnections = 1);
        using var first = await emulator.ConnectAsync();
        Assert.Equal(429, await StatusAsync(emulator, $"/client/hubs/chat?access_token={emulator.Sign()}"));
    }

    [Fact]
    public void A_clients_IPv6_neighbours_share_its_limit()
    {
        Assert.Equal(Limits.KeyOf(System.Net.IPAddress.Parse("2001:db8:1:2::1")), Limits.KeyOf(System.Net.IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(Limits.KeyOf(System.Net.IPAddress.Parse("2001:db8:1:2::1")), Limits.KeyOf(System.Net.IPAddress.Parse("2001:db8:1:3::1")));
        Assert.Equal("10.0.0.1", Limits.KeyOf(System.Net.IPAddress.Parse("::ffff:10.0.0.1")));
    }

    [Fact]
    public async Task A_generated_token_lets_its_client_in()
    {
        await using var emulator = await Emulator.StartAsync();
        using var response = await emulator.CallAsync(HttpMethod.Post, "/api/hubs/chat/:generateToken?userId=u&group=g&api-version=2024-12-01");
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var client = await emulator.OpenAsync("/client/hubs/chat?access_token=" + body.RootElement.GetProperty("token").GetString());
        Assert.Equal("u", (await client.ReadJsonAsync()).GetProperty("userId").GetString());
    }
}
