using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LiveView.Local.PubSub;
using LiveView.Testing;
using Microsoft.AspNetCore.Http;

namespace LiveView.Local.Tests.PubSub;

/// <summary>Conformance checks of the way to the application.</summary>
public sealed class UpstreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C059_The_handler_is_asked_before_its_first_event_and_a_refusal_blocks_events()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        using var client = await emulator.ConnectAsync();
        var first = handler.All.First();
        Assert.Equal(("OPTIONS", "/eventhandler/validate", "localhost", "1.0"), (first.Method, first.Path, first.Headers["WebHook-Request-Origin"], first.Headers["ce-awpsversion"]));
        await handler.Until("connected");
        Assert.Single(handler.All, each => each.Method == "OPTIONS");

        await using var refusing = await HandlerApp.StartAsync();
        refusing.Validate = http =>
        {
            http.Response.Headers["WebHook-Allowed-Origin"] = "elsewhere.example";
            return Task.CompletedTask;
        };
        await using var blocked = await Emulator.BeforeAsync(refusing.Settings());
        using var refused = await blocked.OpenAsync("/client/hubs/chat?access_token=" + blocked.Sign());
        Assert.Equal(500, refused.Status);
        Assert.Empty(refusing.Events);
    }

    [Fact]
    public async Task C061_Connect_tells_what_is_known_and_no_credential()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        var token = emulator.Sign("u", "r", "g");
        using var client = await emulator.OpenAsync($"/client/hubs/chat?access_token={token}&id=aaa&id=bbb", $"{Emulator.Json}, mine", "Origin: http://here", "Authorization: Bearer " + token);
        Assert.Equal(101, client.Status);
        var connect = handler.Events.First();
        using var body = JsonDocument.Parse(connect.Body);
        var root = body.RootElement;
        Assert.Equal("u", root.GetProperty("claims").GetProperty("sub")[0].GetString());
        Assert.Equal("r", root.GetProperty("claims").GetProperty("role")[0].GetString());
        Assert.Equal(["aaa", "bbb"], root.GetProperty("query").GetProperty("id").EnumerateArray().Select(each => each.GetString()));
        Assert.Equal("http://here", root.GetProperty("headers").GetProperty("Origin")[0].GetString());
        Assert.Equal("127.0.0.1", root.GetProperty("headers").GetProperty("x-forwarded-for")[0].GetString());
        Assert.Equal([Emulator.Json, "mine"], root.GetProperty("subprotocols").EnumerateArray().Select(each => each.GetString()));
        Assert.Equal(JsonValueKind.Array, root.GetProperty("clientCertificates").ValueKind);
        Assert.DoesNotContain(token, connect.Body, StringComparison.Ordinal);
        Assert.Equal(("azure.webpubsub.sys.connect", "connect", "chat", "u"), (connect.Headers["ce-type"], connect.Headers["ce-eventName"], connect.Headers["ce-hub"], connect.Headers["ce-userId"]));
        Assert.Equal($"/hubs/chat/client/{connect.ConnectionId}", connect.Headers["ce-source"]);
        Assert.Equal("1.0", connect.Headers["ce-specversion"]);
        Assert.False(connect.Headers.ContainsKey("ce-subprotocol"));
        Assert.Equal("application/json; charset=utf-8", connect.Headers["Content-Type"]);
    }

    [Fact]
    public async Task C062_Connect_may_accept_change_or_refuse()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        handler.Answer = (http, happened) =>
        {
            if (happened.Name != "connect") return Task.CompletedTask;
            if (happened.Body.Contains("deny", StringComparison.Ordinal)) http.Response.StatusCode = 401;
            else if (happened.Body.Contains("plain", StringComparison.Ordinal)) http.Response.StatusCode = 204;
            else return http.Response.WriteAsync("""{"userId":"changed","groups":["given"],"roles":[],"subprotocol":"mine.v2"}""", Token);
            return Task.CompletedTask;
        };
        var path = $"/client/hubs/chat?access_token={emulator.Sign("u", "webpubsub.joinLeaveGroup", "own")}";
        using var plain = await emulator.OpenAsync(path + "&plain=1");
        Assert.Equal("u", (await plain.ReadJsonAsync()).GetProperty("userId").GetString());
        using var changed = await emulator.OpenAsync(path, $"mine.v1, mine.v2, {Emulator.Json}");
        Assert.Equal("mine.v2", changed.Subprotocol);
        await Eventually.Until("it is in its group", () => emulator.TheHub.InGroup("given").Length == 1, Token);
        var connection = emulator.TheHub.InGroup("given").Single();
        Assert.Equal(("changed", true), (connection.UserId, connection.Protocol.IsRaw));
        Assert.False(connection.Roles.MayJoin("x"));
        Assert.Single(emulator.TheHub.InGroup("own"));
        using var denied = await emulator.OpenAsync(path + "&deny=1");
        Assert.Equal(401, denied.Status);
        await handler.Until("connected", 2);
        Assert.Equal(2, handler.Events.Count(each => each.Name == "connected"));
        Assert.Equal(2, emulator.Server.Board.Limits.Taken);
    }

    [Fact]
    public async Task C064_The_signature_holds_for_either_key()
    {
        await using var handler = await HandlerApp.StartAsync();
        var second = new string('s', 40);
        await using var emulator = await Emulator.BeforeAsync(handler.Settings(), options => options.SecondaryKey = second);
        using var client = await emulator.ConnectAsync();
        var connect = handler.Events.First();
        var expected = new[] { emulator.Options.AccessKey, second }
            .Select(key => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(connect.ConnectionId))));
        Assert.Equal(string.Join(',', expected), connect.Headers["ce-signature"]);
        var bySecond = Emulator.SignClaims(new() { ["aud"] = $"{emulator.Server.Endpoint}client/hubs/chat", ["exp"] = emulator.Options.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds() }, second);
        using var other = await emulator.OpenAsync("/client/hubs/chat?access_token=" + bySecond);
        Assert.Equal(101, other.Status);
    }

    [Fact]
    public async Task C065_Events_go_out_and_answers_come_back_in_their_own_types()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        handler.Answer = async (http, happened) =>
        {
            if (happened.Name is "connect" or "connected" or "disconnected") return;
            http.Response.ContentType = happened.Headers["Content-Type"];
            await http.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(happened.Body), Token);
        };
        using var client = await emulator.ConnectAsync();
        await client.SendTextAsync("""{"type":"event","event":"t","dataType":"text","data":"hé"}""");
        Assert.Equal("""{"type":"message","from":"server","dataType":"text","data":"hé"}""", await client.ReadTextAsync());
        await client.SendTextAsync("""{"type":"event","event":"j","data":{"a": 1.0}}""");
        Assert.Equal("""{"type":"message","from":"server","dataType":"json","data":{"a": 1.0}}""", await client.ReadTextAsync());
        await client.SendTextAsync("""{"type":"event","event":"b","dataType":"binary","data":"AQI="}""");
        Assert.Equal("""{"type":"message","from":"server","dataType":"binary","data":"AQI="}""", await client.ReadTextAsync());
        string Type(string name) => handler.Events.Single(each => each.Name == name).Headers["Content-Type"];
        Assert.Equal(("text/plain", "application/json", "application/octet-stream"), (Type("t"), Type("j"), Type("b")));
        Assert.Equal("""{"a": 1.0}""", handler.Events.Single(each => each.Name == "j").Body);
        Assert.Equal(("azure.webpubsub.user.t", Emulator.Json), (handler.Events.Single(each => each.Name == "t").Headers["ce-type"], handler.Events.Single(each => each.Name == "t").Headers["ce-subprotocol"]));
        using var raw = await emulator.ConnectAsync(protocol: null);
        await raw.SendTextAsync("bare");
        Assert.Equal((1, "bare"), (await raw.ReadFrameAsync()) is var (opcode, bytes) ? (opcode, Encoding.UTF8.GetString(bytes)) : default);
        await raw.SendFrameAsync(0x82, [1, 2]);
        Assert.Equal((2, 2), (await raw.ReadFrameAsync()) is var (second, payload) ? (second, payload.Length) : default);
        Assert.Equal(2, handler.Events.Count(each => each.Name == "message"));
    }

    [Fact]
    public async Task C066_An_empty_answer_is_an_ack_and_a_failed_event_is_told_or_ends_a_raw_client()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        handler.Answer = (http, happened) =>
        {
            if (happened.Name is "bad" or "message") http.Response.StatusCode = 500;
            else if (happened.Name == "odd") return http.Response.WriteAsync("x", Token);
            else http.Response.StatusCode = 204;
            if (happened.Name == "bad") return http.Response.WriteAsync("secret", Token);
            return Task.CompletedTask;
        };
        using var client = await emulator.ConnectAsync();
        Assert.Equal((true, null), await client.EventAsync("good", "\"x\"", 1));
        Assert.Equal((false, "InternalServerError"), await client.EventAsync("bad", "\"x\"", 2));
        Assert.Equal((true, null), await client.EventAsync("good", "\"x\"", 3));
        using var raw = await emulator.ConnectAsync(protocol: null);
        await raw.SendTextAsync("x");
        var close = await raw.ReadCloseAsync();
        Assert.Equal(1011, close?.Code);
        Assert.DoesNotContain("secret", close?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task C066_By_setting_a_failed_event_drops_the_client_as_the_documentation_says()
    {
        await using var emulator = await Emulator.StartAsync(options => options.DropOnFailedEvent = true);
        using var client = await emulator.ConnectAsync();
        await client.SendTextAsync("""{"type":"event","event":"x","data":1}""");
        Assert.Equal(1011, (await client.ReadCloseAsync())?.Code);
    }

    [Fact]
    public async Task C067_The_first_handler_whose_pattern_fits_gets_the_event()
    {
        await using var handler = await HandlerApp.StartAsync();
        EventHandlerSettings For(string pattern, string path) => new() { UrlTemplate = handler.Url + path, UserEventPattern = pattern };
        var settings = new SettingsFile { Hubs = { ["CHAT"] = new HubSettings { EventHandlers = [For("a, B", "/ab/{hub}/{event}"), For("a,c", "/c?code=1")] } } };
        await using var emulator = await Emulator.BeforeAsync(settings);
        using var client = await emulator.ConnectAsync();
        Assert.Equal((true, null), await client.EventAsync("a", "1", 1, "json"));
        Assert.Equal((true, null), await client.EventAsync("b", "1", 2, "json"));
        Assert.Equal((true, null), await client.EventAsync("c", "1", 3, "json"));
        Assert.Equal((false, "InternalServerError"), await client.EventAsync("d", "1", 4, "json"));
        Assert.Equal(["/ab/chat/a", "/ab/chat/b", "/c?code=1"], handler.Events.Select(each => each.Path));
    }

    [Fact]
    public async Task C068_An_overwhelmed_handler_is_tried_again_with_the_same_event()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        var tries = 0;
        handler.Answer = (http, happened) =>
        {
            if (happened.Name == "flaky" && Interlocked.Increment(ref tries) < 3) http.Response.StatusCode = 503;
            if (happened.Name == "busy") http.Response.StatusCode = 429;
            return Task.CompletedTask;
        };
        using var client = await emulator.ConnectAsync();
        Assert.Equal((true, null), await client.EventAsync("flaky", "1", 1, "json"));
        var flaky = handler.Events.Where(each => each.Name == "flaky").ToArray();
        Assert.Equal(3, flaky.Length);
        Assert.Single(flaky.Select(each => each.Headers["ce-id"]).Distinct());
        Assert.Equal((false, "InternalServerError"), await client.EventAsync("busy", "1", 2, "json"));
        Assert.Single(handler.Events, each => each.Name == "busy");
    }

    [Fact]
    public async Task A_handler_that_never_answers_is_given_up_on_time()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings(), options => options.UpstreamTimeout = TimeSpan.FromMilliseconds(300));
        var never = new TaskCompletionSource();
        handler.Answer = (http, happened) => happened.Name == "slow" ? never.Task.WaitAsync(http.RequestAborted) : Task.CompletedTask;
        using var client = await emulator.ConnectAsync();
        Assert.Equal((false, "InternalServerError"), await client.EventAsync("slow", "1", 1, "json"));
        Assert.Equal(1, emulator.Server.Board.Upstream.Calls["timed out"]);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused_with_their_reason()
    {
        Assert.Contains("no http address", Assert.Throws<InvalidDataException>(() => SettingsFile.Parse("""{"hubs":{"a":{"eventHandlers":[{"urlTemplate":"http://{hub}.x/"}]}}}""")).Message, StringComparison.Ordinal);
        Assert.Contains("'joined'", Assert.Throws<InvalidDataException>(() => SettingsFile.Parse("""{"hubs":{"a":{"eventHandlers":[{"urlTemplate":"http://x/","systemEvents":["joined"]}]}}}""")).Message, StringComparison.Ordinal);
    }
}
