using LiveView.Local.PubSub;

namespace LiveView.Local.Tests.PubSub;

/// <summary>What the application is told of one connection: with which state, in which order, and that it is told of its end.</summary>
public sealed class UpstreamOrderTests
{
    [Fact]
    public async Task C063_The_state_set_at_connect_comes_back_byte_for_byte_and_events_update_it()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        handler.Answer = (http, happened) =>
        {
            http.Response.Headers["ce-connectionState"] = happened.Name switch { "connect" => "eyJhIjoxfQ==", "connected" => "ignored", _ => "eyJhIjoyfQ==" };
            return Task.CompletedTask;
        };
        using (var client = await emulator.ConnectAsync())
        {
            await handler.Until("connected");
            await client.EventAsync("one", "\"x\"", 1);
            await client.EventAsync("two", "\"x\"", 2);
        }

        await handler.Until("disconnected");
        string State(string name) => handler.Events.Single(each => each.Name == name).Headers.GetValueOrDefault("ce-connectionState") ?? "none";
        Assert.Equal(("none", "eyJhIjoxfQ==", "eyJhIjoxfQ==", "eyJhIjoyfQ==", "eyJhIjoyfQ=="), (State("connect"), State("connected"), State("one"), State("two"), State("disconnected")));
    }

    [Fact]
    public async Task A_connection_is_told_with_the_state_that_it_came_with_however_late_it_is_told()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Answer = (http, happened) =>
        {
            http.Response.Headers["ce-connectionState"] = happened.Name == "connect" ? "came" : "changed";
            return happened.Name == "connected" ? release.Task : Task.CompletedTask;
        };
        var others = await Task.WhenAll(Enumerable.Range(0, Upstream.AtOnce).Select(_ => emulator.ConnectAsync()));
        await handler.Until("connected", Upstream.AtOnce); // all places are taken: the next one's waits
        using var client = await emulator.ConnectAsync();
        Assert.Equal((true, null), await client.EventAsync("x", "1", 1, "json"));

        release.SetResult();
        await handler.Until("connected", Upstream.AtOnce + 1);
        var id = handler.Events.Single(static each => each.Name == "x").ConnectionId;
        Assert.Equal(["connect", "x", "connected"], handler.Names(id));
        Assert.Equal("came", handler.Events.Last(static each => each.Name == "connected").Headers["ce-connectionState"]);
        Assert.Equal("changed", emulator.TheHub.Everyone().Single(each => each.Id == id).State);
        foreach (var other in others)
            other.Dispose();
    }

    [Fact]
    public async Task C069_A_slow_handler_holds_up_its_own_client_only()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Answer = (_, happened) => happened.Name == "slow" ? release.Task : Task.CompletedTask;
        using var slow = await emulator.ConnectAsync();
        using var quick = await emulator.ConnectAsync();
        await slow.SendTextAsync("""{"type":"event","event":"slow","ackId":1,"data":1}""");
        await slow.SendTextAsync("""{"type":"joinGroup","group":"g","ackId":2}""");
        await handler.Until("slow");
        Assert.Equal((true, null), await quick.EventAsync("quick", "1", 1, "json"));
        Assert.Empty(emulator.TheHub.InGroup("g"));
        release.SetResult();
        Assert.Equal(1, (await slow.ReadJsonAsync()).GetProperty("ackId").GetInt32());
        Assert.Equal(2, (await slow.ReadJsonAsync()).GetProperty("ackId").GetInt32());
    }

    [Fact]
    public async Task C070_Events_of_a_connection_are_numbered_from_connect_on()
    {
        await using var handler = await HandlerApp.StartAsync();
        await using var emulator = await Emulator.BeforeAsync(handler.Settings());
        using (var client = await emulator.ConnectAsync())
        {
            await handler.Until("connected");
            await client.EventAsync("a", "1", 1, "json");
            await client.EventAsync("b", "1", 2, "json");
        }

        await handler.Until("disconnected");
        Assert.Equal(["0", "1", "2", "3", "4"], handler.Events.Select(each => each.Headers["ce-id"]));
        Assert.Equal(["connect", "connected", "a", "b", "disconnected"], handler.Events.Select(each => each.Name));
    }

    [Fact]
    public async Task C071_Every_accepted_connection_is_reported_gone_exactly_once_also_at_shutdown()
    {
        await using var handler = await HandlerApp.StartAsync();
        var emulator = await Emulator.BeforeAsync(handler.Settings());
        var left = await emulator.ConnectAsync();
        using var closed = await emulator.ConnectAsync();
        using var stays = await emulator.ConnectAsync();
        using var reliable = await emulator.ConnectAsync(Emulator.Reliable);
        var ids = emulator.TheHub.Everyone().Select(connection => connection.Id).ToArray();
        left.Dispose();
        await closed.CloseAsync(1000);
        await handler.Until("disconnected", 2);
        await emulator.DisposeAsync();
        Assert.Equal(ids.Order(), handler.Events.Where(each => each.Name == "disconnected").Select(each => each.ConnectionId).Order());
        Assert.Equal(2, handler.Events.Count(each => each.Body.Contains("server_shutdown", StringComparison.Ordinal)));
    }
}
