using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using LiveView.Handler.Doors.Entitlement;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Doors;

/// <summary>Who may watch and who may not any more, with sockets to a real Web PubSub that tells us of its connections.</summary>
public sealed class RevocationTests : IAsyncLifetime
{
    private const string Score = "sports:nba.20261120.bos.lal/score";
    private const string Stats = "sports:nba.20261120.bos.lal/stats";

    private OpenHouse? _house;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenHouse House => _house ?? throw new InvalidOperationException("It has not been started.");

    private Visitor Visitor => new(House, Token);

    public async ValueTask InitializeAsync() => _house = await OpenHouse.StartAsync(Token, ("Connect:PublicFeeds", ""));

    public ValueTask DisposeAsync() => House.DisposeAsync();

    [Fact]
    [Trait("Requirement", "11")]
    [Trait("Requirement", "49")]
    [Trait("Requirement", "142")]
    public async Task Whoever_is_revoked_is_gone_within_five_seconds_and_does_not_come_back()
    {
        var (status, url) = await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("ann", "fan"));
        Assert.Equal(HttpStatusCode.OK, status);
        using var socket = await Visitor.ConnectAsync(url!);
        using var other = await Visitor.ConnectAsync((await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("bob", "fan"))).Url!);

        var started = TimeProvider.System.GetTimestamp();
        await Visitor.SendAsync(HttpMethod.Put, "/api/revocations/ann", Visitor.Admin);
        await Visitor.ClosedAsync(socket);
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.Forbidden, (await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("ann", "fan"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("ann"))).Status);
        Assert.Equal(WebSocketState.Open, other.State);
        await Visitor.SendAsync(HttpMethod.Delete, "/api/revocations/ann", Visitor.Admin);
        Assert.Equal(HttpStatusCode.OK, (await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("ann", "fan"))).Status);
    }

    [Fact]
    public async Task A_ticket_that_was_given_before_the_revocation_opens_no_door_after_it()
    {
        var (_, url) = await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("ann", "fan"));
        Assert.Equal(HttpStatusCode.NoContent, await Visitor.SendAsync(HttpMethod.Put, "/api/revocations/ann", Visitor.Admin));
        await Assert.ThrowsAsync<WebSocketException>(() => Visitor.ConnectAsync(url!));
    }

    [Fact]
    [Trait("Requirement", "11")]
    [Trait("Requirement", "142")]
    public async Task Whoever_is_revoked_while_connecting_is_closed_as_soon_as_the_connection_is_there()
    {
        using var socket = await Visitor.ConnectAsync((await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("ann", "fan"))).Url!);
        using var other = await Visitor.ConnectAsync((await Visitor.NegotiateAsync(Score, OpenHouse.TokenOf("bob", "fan"))).Url!);
        var connections = House.PubSub.Board.Hubs["liveview"].Everyone().ToDictionary(static one => one.UserId ?? "", StringComparer.Ordinal);
        // The closing found nobody: the connection was not there yet.
        await House.App.Services.GetRequiredService<Grants>().RevokeAsync("ann", Token);
        foreach (var (user, connection) in connections)
            Assert.Equal(HttpStatusCode.NoContent, await ConnectedAsync(user, connection.Id, connection.State));
        await Visitor.ClosedAsync(socket);
        Assert.Equal(connections["bob"].Id, Assert.Single(House.PubSub.Board.Hubs["liveview"].Everyone()).Id);

        // What was taken a while ago opens to an address that was given since.
        await House.App.Services.GetRequiredService<Grants>().CloseAsync("bob", TimeProvider.System.GetUtcNow().AddMinutes(-1), Token);
        Assert.Equal(HttpStatusCode.NoContent, await ConnectedAsync("bob", connections["bob"].Id, connections["bob"].State));
        Assert.Equal(connections["bob"].Id, Assert.Single(House.PubSub.Board.Hubs["liveview"].Everyone()).Id);
        await House.App.Services.GetRequiredService<Grants>().CloseAsync("bob", TimeProvider.System.GetUtcNow(), Token);
        Assert.Equal(HttpStatusCode.NoContent, await ConnectedAsync("bob", connections["bob"].Id, connections["bob"].State));
        await Visitor.ClosedAsync(other);
    }

    private async Task<HttpStatusCode> ConnectedAsync(string user, string connection, string? state)
    {
        var key = House.PubSub.ConnectionString.Split("AccessKey=")[1].Split(';')[0];
        using var answer = await House.SendAsync(
            HttpMethod.Post, "/api/connections", null, new StringContent("{}", Encoding.UTF8, "application/json"), Token,
            ("ce-type", "azure.webpubsub.sys.connected"), ("ce-connectionId", connection), ("ce-userId", user), ("ce-hub", "liveview"), ("ce-connectionState", state ?? ""),
            ("ce-signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(connection)))}"),
            ("ce-time", TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));
        return answer.StatusCode;
    }

    [Fact]
    [Trait("Requirement", "11")]
    public async Task A_ticket_that_was_given_before_a_grant_was_withdrawn_opens_no_door_after_it()
    {
        var ann = OpenHouse.TokenOf("ann");
        await Visitor.SendAsync(HttpMethod.Put, $"/api/entitlements/ann?pattern={Score}", Visitor.Admin);
        var (_, url) = await Visitor.NegotiateAsync(Score, ann);
        await Visitor.SendAsync(HttpMethod.Delete, $"/api/entitlements/ann?pattern={Score}", Visitor.Admin);
        await Assert.ThrowsAsync<WebSocketException>(() => Visitor.ConnectAsync(url!));
    }

    [Fact]
    [Trait("Requirement", "11")]
    public async Task A_grant_opens_exactly_its_tier_and_is_closed_when_it_is_withdrawn()
    {
        var ann = OpenHouse.TokenOf("ann");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Visitor.NegotiateAsync(Score, null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Visitor.NegotiateAsync(Score, ann)).Status);
        await Visitor.SendAsync(HttpMethod.Put, $"/api/entitlements/ann?pattern={Score}", Visitor.Admin);
        Assert.Equal(HttpStatusCode.OK, (await Visitor.NegotiateAsync(Score, ann)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Visitor.NegotiateAsync(Stats, ann)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, await Visitor.SendAsync(HttpMethod.Get, $"/api/tiers/{Stats}", ann));
        Assert.Equal(HttpStatusCode.Unauthorized, await Visitor.SendAsync(HttpMethod.Get, $"/api/tiers/{Score}", null));
        Assert.Equal(HttpStatusCode.NotFound, await Visitor.SendAsync(HttpMethod.Get, $"/api/tiers/{Score}", ann)); // allowed, and nothing there yet

        using var socket = await Visitor.ConnectAsync((await Visitor.NegotiateAsync(Score, ann)).Url!);
        await Visitor.SendAsync(HttpMethod.Delete, $"/api/entitlements/ann?pattern={Score}", Visitor.Admin);
        await Visitor.ClosedAsync(socket);
        Assert.Equal(HttpStatusCode.Forbidden, (await Visitor.NegotiateAsync(Score, ann)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/at?offset=1")]
    [InlineData("/1/sources")]
    public async Task What_is_not_public_is_refused_at_every_door_of_a_tier(string view)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await Visitor.SendAsync(HttpMethod.Get, $"/api/tiers/{Score}{view}", null));
        Assert.Equal(HttpStatusCode.Forbidden, await Visitor.SendAsync(HttpMethod.Get, $"/api/tiers/{Score}{view}", OpenHouse.TokenOf("ann")));
    }

    [Fact]
    [Trait("Requirement", "133")]
    public async Task The_users_own_token_stands_in_no_address()
    {
        var token = OpenHouse.TokenOf("ann", "fan");
        var (_, url) = await Visitor.NegotiateAsync(Score, token);
        Assert.DoesNotContain(token, url!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[2], url.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "142")]
    public async Task Favourites_are_the_callers_own()
    {
        var (ann, bob) = (OpenHouse.TokenOf("ann"), OpenHouse.TokenOf("bob"));
        await Visitor.SendAsync(HttpMethod.Put, "/api/favourites/sports:nba.20261120.bos.lal", ann);
        Assert.Equal(["sports:nba.20261120.bos.lal"], await Visitor.FavouritesAsync(ann));
        Assert.Empty(await Visitor.FavouritesAsync(bob));
        await Visitor.SendAsync(HttpMethod.Delete, "/api/favourites/sports:nba.20261120.bos.lal", bob);
        Assert.Single(await Visitor.FavouritesAsync(ann));
        await Visitor.SendAsync(HttpMethod.Delete, "/api/favourites/sports:nba.20261120.bos.lal", ann);
        Assert.Empty(await Visitor.FavouritesAsync(ann));
    }
}
