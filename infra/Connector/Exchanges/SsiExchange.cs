using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveView.Connector.Sockets;
using LiveView.Feeds.Market;

namespace LiveView.Connector.Exchanges;

/// <summary>
/// SSI FastConnect v2: classic ASP.NET SignalR 1.3, spoken here by hand: token, negotiate, connect, start, then one call a channel. A frame is
/// <c>{"C":…,"M":[{"H":…,"M":"Broadcast","A":["{…}"]}]}</c>; <c>{}</c> keeps the connection alive.
/// </summary>
internal sealed class SsiExchange(ExchangeOptions options, HttpClient http, TimeProvider time) : IExchange
{
    private const string Protocol = "clientProtocol=1.3&connectionData=%5B%7B%22name%22%3A%22fcmarketdatav2hub%22%7D%5D";

    private static readonly string[] Channels = ["X", "X-TRADE", "X-QUOTE", "R", "MI", "F"];
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public string Provider => "ssi";

    public async Task<ExchangeSocket> OpenAsync(CancellationToken token)
    {
        var hub = options.Address!.AbsoluteUri.TrimEnd('/'); // an exchange without an address is not opened
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (options.ConsumerId.Length > 0)
            headers["Authorization"] = $"Bearer {await TokenAsync(token)}";
        using var negotiated = await AskAsync(HttpMethod.Get, new($"{hub}/negotiate?{Protocol}"), null, headers, token);
        var connection = Uri.EscapeDataString(negotiated.RootElement.GetProperty("ConnectionToken").GetString() ?? "");
        var address = new UriBuilder($"{hub}/connect?transport=webSockets&{Protocol}&connectionToken={connection}");
        address.Scheme = address.Scheme == "https" ? "wss" : "ws";
        var socket = await ExchangeSocket.ConnectAsync(address.Uri, headers, time, token);
        try
        {
            using var started = await AskAsync(HttpMethod.Get, new($"{hub}/start?transport=webSockets&{Protocol}&connectionToken={connection}"), null, headers, token);
            for (var i = 0; i < Channels.Length; i++)
                await socket.SendAsync($$"""{"H":"fcmarketdatav2hub","M":"SwitchChannels","A":["{{Channels[i]}}:{{string.Join('-', options.Split())}}"],"I":{{i}}}""", token);
            return socket;
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    public IEnumerable<ReadOnlyMemory<byte>> Unwrap(ReadOnlyMemory<byte> message)
    {
        using var frame = JsonDocument.Parse(message);
        if (frame.RootElement.ValueKind != JsonValueKind.Object || !frame.RootElement.TryGetProperty("M"u8, out var calls) || calls.ValueKind != JsonValueKind.Array)
            yield break;
        foreach (var call in calls.EnumerateArray())
        {
            if (!call.TryGetProperty("A"u8, out var arguments) || arguments.ValueKind != JsonValueKind.Array)
                continue;
            foreach (var argument in arguments.EnumerateArray())
                yield return argument.ValueKind == JsonValueKind.String ? Encoding.UTF8.GetBytes(argument.GetString() ?? "") : Encoding.UTF8.GetBytes(argument.GetRawText());
        }
    }

    // Every message tells the whole of what it is about: there is nothing to ask for.
    public Task<ReadOnlyMemory<byte>?> ResyncAsync(ExchangeSocket socket, MarketResync resync, CancellationToken token) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(null);

    // A refusal comes with status 200 and says so inside.
    private async Task<string> TokenAsync(CancellationToken token)
    {
        var rest = options.Rest ?? throw new InvalidOperationException("Exchanges:Ssi:Rest says where tokens are given.");
        var body = $$"""{"consumerID":{{Json.Text(options.ConsumerId)}},"consumerSecret":{{Json.Text(options.ConsumerSecret)}}}""";
        using var answer = await AskAsync(HttpMethod.Post, new(rest, "api/v2/Market/AccessToken"), body, new Dictionary<string, string>(StringComparer.Ordinal), token);
        return answer.RootElement is { ValueKind: JsonValueKind.Object } told && told.TryGetProperty("data"u8, out var data)
            && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("accessToken"u8, out var access)
            && access.ValueKind == JsonValueKind.String && access.GetString() is { } given
            ? given
            : throw new HttpRequestException("SSI gave no token.");
    }

    private async Task<JsonDocument> AskAsync(HttpMethod method, Uri address, string? body, Dictionary<string, string> headers, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await http.SendAsync(request, either.Token);
        answer.EnsureSuccessStatusCode();
        return await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(either.Token), cancellationToken: either.Token);
    }
}
