using System.Net;
using System.Net.WebSockets;
using Azure;
using Azure.Core;
using LiveView.Cloud.PubSub;
using LiveView.Testing;

namespace LiveView.Contracts.Tests.PubSub;

/// <summary>What Live View relies on in Web PubSub, wherever it is. Every test has groups and users of its own.</summary>
public abstract class WebPubSubContract
{
    // Sent last to a viewer: what has not come before it does not come.
    private const string End = "end";
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static int _tests;
    private readonly string _word = $"contract-{Environment.ProcessId}-{Interlocked.Increment(ref _tests)}";

    protected abstract string ConnectionString { get; }

    protected abstract string HubName { get; }

    private WebPubSubServiceClient Hub => field ??= new(ConnectionString, HubName);

    private string Group => $"sports:{_word}/score é#?";

    private string User => $"u/{_word} é";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_was_let_in_with_a_group_gets_what_is_sent_to_it_in_order()
    {
        await using var viewer = await ViewerAsync([Group]);
        await using var other = await ViewerAsync([$"{Group}2"]);

        for (var i = 0; i < 20; i++)
            await Hub.SendToGroupAsync(Group, Text($"{i}"), ContentType.TextPlain, null, null, Token);
        await SendToGroupAsync(Group, End);
        await SendToGroupAsync($"{Group}2", End);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), await viewer.UntilAsync(End, Token));
        Assert.Empty(await other.UntilAsync(End, Token));
    }

    [Fact]
    public async Task Json_arrives_as_json_from_its_group()
    {
        await using var viewer = await ViewerAsync([Group]);
        byte[] update = [.. """{"offset":42,"data":{"home":{"points":58},"name":"漢字😀"}}"""u8];

        await Hub.SendToGroupAsync(Group, RequestContent.Create(update), ContentType.ApplicationJson, null, null, Token);

        var message = await viewer.NextAsync(Token) ?? throw new InvalidOperationException("Closed.");
        Assert.Equal(("message", "group", Group, "json"), (
            message.GetProperty("type").GetString(), message.GetProperty("from").GetString(), message.GetProperty("group").GetString(), message.GetProperty("dataType").GetString()));
        Assert.Equal(42, message.GetProperty("data").GetProperty("offset").GetInt32());
        Assert.Equal("漢字😀", message.GetProperty("data").GetProperty("data").GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_excluded_and_the_filtered_get_nothing()
    {
        await using var one = await ViewerAsync([Group], "one");
        await using var two = await ViewerAsync([Group], "two");

        await Hub.SendToGroupAsync(Group, Text("not one"), ContentType.TextPlain, [one.ConnectionId], null, Token);
        await Hub.SendToGroupAsync(Group, Text("only one"), ContentType.TextPlain, null, "userId eq 'one'", Token);
        await SendToGroupAsync(Group, End);

        Assert.Equal(["only one"], await one.UntilAsync(End, Token));
        Assert.Equal(["not one"], await two.UntilAsync(End, Token));
    }

    [Fact]
    public async Task A_user_a_connection_and_all_are_reached()
    {
        await using var mine = await ViewerAsync([], User);
        await using var other = await ViewerAsync([]);

        await Hub.SendToUserAsync(User, Text("user"), ContentType.TextPlain, null, Token);
        await Hub.SendToConnectionAsync(other.ConnectionId, Text("connection"), ContentType.TextPlain, Token);
        await Hub.SendToAllAsync(Text($"{_word} all"), ContentType.TextPlain, null, null, Token);

        // Others' sends to all may come between.
        Assert.Contains("user", await mine.UntilAsync($"{_word} all", Token));
        Assert.Contains("connection", await other.UntilAsync($"{_word} all", Token));
    }

    [Fact]
    public async Task Sends_to_nobody_are_accepted()
    {
        Assert.Equal(202, (await Hub.SendToGroupAsync(Group, Text("x"), ContentType.TextPlain, null, null, Token)).Status);
        Assert.Equal(202, (await Hub.SendToUserAsync(User, Text("x"), ContentType.TextPlain, null, Token)).Status);
        Assert.Equal(202, (await Hub.SendToConnectionAsync(_word, Text("x"), ContentType.TextPlain, Token)).Status);
    }

    [Fact]
    public async Task A_connection_is_put_into_a_group_and_taken_out()
    {
        await using var viewer = await ViewerAsync([]);

        await Hub.AddConnectionToGroupAsync(Group, viewer.ConnectionId, Token);
        await SendToGroupAsync(Group, "in");
        await Hub.RemoveConnectionFromGroupAsync(Group, viewer.ConnectionId, Token);
        await SendToGroupAsync(Group, "out");
        await Hub.SendToConnectionAsync(viewer.ConnectionId, Text(End), ContentType.TextPlain, Token);

        var seen = await viewer.UntilAsync(End, Token);
        Assert.Contains("in", seen);
        Assert.DoesNotContain("out", seen);
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Hub.AddConnectionToGroupAsync(Group, _word, Token));
        Assert.Equal(404, refused.Status);
    }

    [Fact]
    public async Task Existence_follows_who_is_there()
    {
        Assert.False((await Hub.GroupExistsAsync(Group, Token)).Value);
        Assert.False((await Hub.ConnectionExistsAsync(_word, Token)).Value);

        string id;
        await using (var viewer = await ViewerAsync([Group]))
        {
            id = viewer.ConnectionId;
            Assert.True((await Hub.GroupExistsAsync(Group, Token)).Value);
            Assert.True((await Hub.ConnectionExistsAsync(id, Token)).Value);
        }

        await Eventually.Until("the connection is gone", async () => !(await Hub.ConnectionExistsAsync(id, Token)).Value, Token);
        await Eventually.Until("the group is empty", async () => !(await Hub.GroupExistsAsync(Group, Token)).Value, Token);
    }

    [Fact]
    public async Task A_closed_connection_is_told()
    {
        await using var viewer = await ViewerAsync([]);

        await Hub.CloseConnectionAsync(viewer.ConnectionId, "auth_required", Token);

        var message = await viewer.NextAsync(Token);
        if (message is { } disconnected)
        {
            Assert.Equal(("disconnected", "auth_required"), (disconnected.GetProperty("event").GetString(), disconnected.GetProperty("message").GetString()));
            Assert.Null(await viewer.NextAsync(Token));
        }
        Assert.NotNull(viewer.CloseStatus);
    }

    [Fact]
    public async Task Members_of_a_group_are_listed_once_each_in_pages()
    {
        List<PubSubViewer> viewers = [];
        try
        {
            for (var i = 0; i < 5; i++)
                viewers.Add(await ViewerAsync([Group], i == 0 ? null : $"user{i}"));

            List<WebPubSubGroupMember> members = [];
            await foreach (var page in Hub.ListConnectionsInGroupAsync(Group, 2, null, Token).AsPages())
            {
                Assert.InRange(page.Values.Count, 0, 2);
                members.AddRange(page.Values);
            }

            Assert.Equal(viewers.Select(viewer => viewer.ConnectionId).Order(), members.Select(member => member.ConnectionId).Order());
            Assert.Equal([null, "user1", "user2", "user3", "user4"], members.Select(member => member.UserId).Order());
        }
        finally
        {
            foreach (var viewer in viewers)
                await viewer.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_wrong_key_sends_nothing_and_lets_nobody_in()
    {
        var forged = new WebPubSubServiceClient(ConnectionString.Replace("AccessKey=", "AccessKey=wrong", StringComparison.Ordinal), HubName);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => forged.SendToAllAsync(Text("x"), ContentType.TextPlain, null, null, Token));
        Assert.Equal(401, refused.Status);

        using var socket = new ClientWebSocket { Options = { CollectHttpResponseDetails = true } };
        var address = await forged.GetClientAccessUriAsync(Minutes, null, null, null, Token);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(address, Token));
        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_filter_that_makes_no_sense_is_refused_before_anything_is_sent()
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Hub.SendToAllAsync(Text("x"), ContentType.TextPlain, null, "invalid filter", Token));
        Assert.Equal(400, refused.Status);
    }

    private static RequestContent Text(string text) => RequestContent.Create(text);

    private Task<Response> SendToGroupAsync(string group, string text) => Hub.SendToGroupAsync(group, Text(text), ContentType.TextPlain, null, null, Token);

    private async Task<PubSubViewer> ViewerAsync(IReadOnlyList<string> groups, string? userId = null) =>
        await PubSubViewer.ConnectAsync(await Hub.GetClientAccessUriAsync(Minutes, userId, null, groups, Token), Token);
}
