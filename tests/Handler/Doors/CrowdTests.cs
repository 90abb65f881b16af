using System.Net;
using System.Net.WebSockets;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Doors;

/// <summary>How many may connect at once, with sockets to a real Web PubSub that tells us of its connections.</summary>
public sealed class CrowdTests : IAsyncLifetime
{
    private static readonly (string, string)[] FromHere = [("X-Forwarded-For", "203.0.113.7")];
    private const string Score = "sports:nba.20261120.bos.lal/score";

    private OpenHouse? _house;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenHouse House => _house ?? throw new InvalidOperationException("It has not been started.");

    private Visitor Visitor => new(House, Token);

    public async ValueTask InitializeAsync() => _house = await OpenHouse.StartAsync(Token);

    public ValueTask DisposeAsync() => House.DisposeAsync();

    [Fact]
    [Trait("Requirement", "129")]
    [Trait("Requirement", "134")]
    public async Task Five_connect_from_one_address_the_sixth_waits_and_a_place_comes_back_with_a_close()
    {
        List<ClientWebSocket> sockets = [];
        for (var i = 0; i < 5; i++)
            sockets.Add(await Visitor.ConnectAsync((await Visitor.NegotiateAsync(Score, null, FromHere)).Url!));
        using (var sixth = await Visitor.AskAsync(Score, null, FromHere))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
            Assert.True(sixth.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        }

        Assert.Equal(HttpStatusCode.OK, (await Visitor.NegotiateAsync(Score, null, ("X-Forwarded-For", "203.0.113.8"))).Status);
        await sockets[0].CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await Eventually.Until(
            "the place is free", async () => (await Visitor.NegotiateAsync(Score, null, FromHere)).Status == HttpStatusCode.OK, Token);
        sockets.ForEach(static socket => socket.Dispose());
    }

    [Fact]
    public async Task An_address_to_connect_is_good_for_one_connection()
    {
        var (_, url) = await Visitor.NegotiateAsync(Score, null, FromHere);
        using var socket = await Visitor.ConnectAsync(url!);
        await Assert.ThrowsAsync<WebSocketException>(() => Visitor.ConnectAsync(url!));
    }
}
