using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace LiveView.Handler.Tests.Doors;

/// <summary>What a test does at the doors of a house.</summary>
internal sealed class Visitor(OpenHouse house, CancellationToken token)
{
    public static string Admin => OpenHouse.TokenOf("root", "admin");

    public async Task<ClientWebSocket> ConnectAsync(Uri url)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("json.webpubsub.azure.v1");
        await socket.ConnectAsync(url, token);
        return socket;
    }

    public async Task ClosedAsync(ClientWebSocket socket)
    {
        var piece = new byte[4_096];
        while ((await socket.ReceiveAsync(piece, token)).MessageType != WebSocketMessageType.Close)
        {
            // What was on its way before the close.
        }
    }

    public Task<HttpResponseMessage> AskAsync(string tier, string? bearer, params (string, string)[] headers) =>
        house.SendAsync(HttpMethod.Post, "/api/negotiate", bearer, JsonContent.Create(new { tiers = new[] { tier } }), token, headers);

    public async Task<(HttpStatusCode Status, Uri? Url)> NegotiateAsync(string tier, string? bearer, params (string, string)[] headers)
    {
        using var answer = await AskAsync(tier, bearer, headers);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(token);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? new Uri(json.GetProperty("url").GetString()!) : null);
    }

    public async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string? bearer)
    {
        using var answer = await house.SendAsync(method, path, bearer, null, token);
        return answer.StatusCode;
    }

    public async Task<IReadOnlyList<string?>> FavouritesAsync(string bearer)
    {
        using var answer = await house.SendAsync(HttpMethod.Get, "/api/favourites", bearer, null, token);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("topics").EnumerateArray().Select(static topic => topic.GetString())];
    }
}
