using System.Text;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Conformance checks of the JSON protocol that need the wire itself, and of raw clients.</summary>
public sealed class JsonProtocolTests
{
    private static async Task<(bool Success, string? Error)> AskAsync(RawClient client, string message)
    {
        await client.SendTextAsync(message);
        var ack = await client.ReadJsonAsync();
        Assert.Equal("ack", ack.GetProperty("type").GetString());
        return (ack.GetProperty("success").GetBoolean(), ack.TryGetProperty("error", out var error) ? error.GetProperty("name").GetString() : null);
    }

    [Fact]
    public async Task C011_The_first_frame_is_connected_and_it_comes_once()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.OpenAsync($"/client/hubs/chat?access_token={emulator.Sign(groups: "g")}");
        var first = await client.ReadTextAsync();
        Assert.StartsWith("""{"type":"system","event":"connected","userId":null,"connectionId":""" + "\"", first, StringComparison.Ordinal);
        emulator.Publish("g", 1);
        Assert.Equal("""{"type":"message","from":"group","group":"g","fromUserId":null,"dataType":"json","data":1}""", await client.ReadTextAsync());
    }

    [Fact]
    public async Task C019_Without_an_ack_id_there_is_no_ack_not_even_of_an_error()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(roles: Array.Empty<string>());
        await client.SendTextAsync("""{"type":"joinGroup","group":"g"}""");
        await client.SendTextAsync("""{"type":"sendToGroup","group":"g","data":1}""");
        await client.SendTextAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await client.ReadTextAsync());
    }

    [Fact]
    public async Task C020_An_ack_id_is_carried_out_once_but_a_failed_one_may_be_tried_again()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(groups: "g", roles: "webpubsub.sendToGroup.g");
        const string send = """{"type":"sendToGroup","group":"g","ackId":1,"data":"once"}""";
        await client.SendTextAsync(send);
        Assert.Equal("once", (await client.ReadJsonAsync()).GetProperty("data").GetString());
        Assert.True((await client.ReadJsonAsync()).GetProperty("success").GetBoolean());
        await client.SendTextAsync(send);
        Assert.Equal(
            """{"type":"ack","ackId":1,"success":false,"error":{"name":"Duplicate","message":"Message with ack-id: 1 has been processed"}}""",
            await client.ReadTextAsync());
        Assert.Equal((false, "Forbidden"), await AskAsync(client, """{"type":"joinGroup","group":"h","ackId":2}"""));
        var id = emulator.TheHub.Everyone().Single().Id;
        Assert.Equal(200, await emulator.StatusAsync(HttpMethod.Put, $"/api/hubs/chat/permissions/joinLeaveGroup/connections/{id}?targetName=h"));
        Assert.Equal((true, null), await AskAsync(client, """{"type":"joinGroup","group":"h","ackId":2}"""));
    }

    [Theory, InlineData("9007199254740991"), InlineData("18446744073709551615")]
    public async Task C021_Ack_ids_up_to_the_largest_are_numbers(string ackId)
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        await client.SendTextAsync($$"""{"type":"joinGroup","group":"g","ackId":{{ackId}}}""");
        Assert.Equal($$"""{"type":"ack","ackId":{{ackId}},"success":true}""", await client.ReadTextAsync());
    }

    [Fact]
    public async Task C021_An_ack_id_in_quotes_is_no_number()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        await client.SendTextAsync("""{"type":"joinGroup","group":"g","ackId":"1"}""");
        Assert.Equal(1007, (await client.ReadCloseAsync())?.Code);
    }

    [Theory]
    [InlineData("1.50"), InlineData("12345678901234567890.000000000000000001"), InlineData("\"text \\u0041\""), InlineData("[1, 2 ,3]"), InlineData("true"), InlineData("{\"b\":1,\"a\":{\"b\":2,\"b\":3}}"), InlineData("-0")]
    public async Task C022_JSON_passes_through_byte_for_byte_and_is_the_default(string data)
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(groups: "g", user: "u");
        await client.SendTextAsync($$"""{"type":"sendToGroup","group":"g","data":{{data}}}""");
        Assert.Equal($$"""{"type":"message","from":"group","group":"g","fromUserId":"u","dataType":"json","data":{{data}}}""", await client.ReadTextAsync());
    }

    [Fact]
    public async Task C023_A_ping_of_the_protocol_is_answered_with_a_pong()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        await client.SendTextAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await client.ReadTextAsync());
    }

    [Theory]
    [InlineData("not json"), InlineData("{}"), InlineData("[]"), InlineData("""{"type":"dance"}"""), InlineData("""{"type":"joinGroup"}""")]
    [InlineData("""{"type":"joinGroup","group":"  "}"""), InlineData("""{"type":"sendToGroup","group":"g"}"""), InlineData("""{"type":"sendToGroup","group":"g","data":null}""")]
    [InlineData("""{"type":"sendToGroup","group":"g","dataType":"text","data":1}"""), InlineData("""{"type":"sendToGroup","group":"g","dataType":"binary","data":"*"}""")]
    [InlineData("""{"type":"event","event":"9","data":1}"""), InlineData("""{"type":"ping"}{"type":"ping"}"""), InlineData("""{"type":"sendToGroup","group":"g","data":1,"ttlSeconds":301}""")]
    public async Task C024_What_is_no_message_of_the_protocol_closes_with_1007(string message)
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        await client.SendTextAsync(message);
        Assert.Equal((1007, "The client message is not a valid JSON protocol message."), await client.ReadCloseAsync());
        Assert.Equal(1, emulator.Server.Board.Closed["ProtocolViolation"]);
    }

    [Fact]
    public async Task C025_A_message_of_one_MiB_is_taken_in_fragments_too_and_a_larger_one_closes_with_1009()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(groups: "g");
        const string head = """{"type":"sendToGroup","group":"g","dataType":"text","data":""" + "\"";
        var whole = Encoding.UTF8.GetBytes(head + new string('x', (1024 * 1024) - head.Length - 2) + "\"}");
        Assert.Equal(1024 * 1024, whole.Length);
        await client.SendFrameAsync(0x81, whole);
        Assert.Equal(whole.Length - head.Length - 2, (await client.ReadJsonAsync()).GetProperty("data").GetString()?.Length);
        for (var i = 0; i < 16; i++) await client.SendFrameAsync((byte)((i == 0 ? 1 : 0) | (i == 15 ? 0x80 : 0)), whole[(i * 65536)..((i + 1) * 65536)]);
        Assert.Equal(whole.Length - head.Length - 2, (await client.ReadJsonAsync()).GetProperty("data").GetString()?.Length);
        await client.SendFrameAsync(0x81, [.. whole, (byte)' ']);
        Assert.Equal(1009, (await client.ReadCloseAsync())?.Code);
    }

    [Fact]
    public async Task C027_A_protobuf_payload_passes_through_as_base64()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(groups: "g");
        using var proto = await emulator.ConnectAsync(Emulator.Protobuf, groups: "g");
        var (_, connected) = await proto.ReadFrameAsync();
        Assert.Equal(0x1A, connected[0]);
        await client.SendTextAsync("""{"type":"sendToGroup","group":"g","dataType":"protobuf","data":"CgNhYmM="}""");
        var back = await client.ReadJsonAsync();
        Assert.Equal(("protobuf", "CgNhYmM="), (back.GetProperty("dataType").GetString(), back.GetProperty("data").GetString()));
        // DownstreamMessage.data { from "group", group "g", data.protobuf 0A03616263 }
        var (opcode, bytes) = await proto.ReadFrameAsync();
        Assert.Equal((2, "12130A0567726F757012016" + "71A071A050A03616263"), (opcode, Convert.ToHexString(bytes)));
    }

    [Fact]
    public async Task A_protobuf_client_joins_sends_and_is_acknowledged()
    {
        await using var emulator = await Emulator.StartAsync();
        using var proto = await emulator.ConnectAsync(Emulator.Protobuf, user: "u");
        using var json = await emulator.ConnectAsync(groups: "g");
        await proto.ReadFrameAsync();
        // UpstreamMessage.join { group "g", ack_id 7 }, then send_to_group { group "g", ack_id 8, data.text "hi" }
        await proto.SendFrameAsync(0x82, Convert.FromHexString("32050A01671007"));
        Assert.Equal("0A0408071001", Convert.ToHexString((await proto.ReadFrameAsync()).Payload));
        await proto.SendFrameAsync(0x82, Convert.FromHexString("0A0B0A016710081A040A026869"));
        Assert.Equal("""{"type":"message","from":"group","group":"g","fromUserId":"u","dataType":"text","data":"hi"}""", await json.ReadTextAsync());
        Assert.Equal("12100A0567726F75701201671A040A026869", Convert.ToHexString((await proto.ReadFrameAsync()).Payload));
        Assert.Equal("0A0408081001", Convert.ToHexString((await proto.ReadFrameAsync()).Payload));
        await proto.SendFrameAsync(0x82, [0xFF]);
        Assert.Equal(1007, (await proto.ReadCloseAsync())?.Code);
    }

    [Fact]
    public async Task A_binary_frame_with_JSON_in_it_is_taken()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        await client.SendFrameAsync(0x82, """{"type":"ping"}"""u8.ToArray());
        Assert.Equal("""{"type":"pong"}""", await client.ReadTextAsync());
    }

    [Fact]
    public async Task A_raw_client_that_publishes_without_the_role_is_closed_with_1008()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync(protocol: null, roles: Array.Empty<string>(), query: "&webpubsub_mode=sendToGroup&group=g");
        await client.SendTextAsync("hello");
        Assert.Equal(1008, (await client.ReadCloseAsync())?.Code);
    }

    [Fact]
    public async Task Metadata_of_a_REST_call_travels_with_the_message()
    {
        await using var emulator = await Emulator.StartAsync();
        using var client = await emulator.ConnectAsync();
        using var response = await emulator.CallAsync(
            HttpMethod.Post, "/api/hubs/chat/:send", new StringContent("hi"), headers: headers => headers.Add("X-WebPubSub-Metadata-Trace", "abc"));
        Assert.Equal("""{"type":"message","from":"server","dataType":"text","data":"hi","metadata":{"trace":"abc"}}""", await client.ReadTextAsync());
    }
}
