using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveView.Local.PubSub;

namespace LiveView.Local.Tests.PubSub;

/// <summary>An emulator of one test on a free port, with tokens and REST calls signed as an application would sign them.</summary>
internal sealed class Emulator : IAsyncDisposable
{
    public const string Json = "json.webpubsub.azure.v1";
    public const string Reliable = "json.reliable.webpubsub.azure.v1";
    public const string Protobuf = "protobuf.webpubsub.azure.v1";
    public const string Hub = "chat";

    private static readonly string[] AllRoles = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

    private readonly HttpClient http = new();

    private Emulator(PubSubServer server, PubSubOptions options)
    {
        Server = server;
        Options = options;
    }

    public PubSubServer Server { get; }

    public PubSubOptions Options { get; }

    public Hub TheHub => Server.Board.Hubs[Hub];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Emulator> StartAsync(Action<PubSubOptions>? change = null)
    {
        var options = new PubSubOptions { Port = 0, DrainTimeout = TimeSpan.FromSeconds(2), CloseTimeout = TimeSpan.FromSeconds(1), DrainPause = TimeSpan.Zero };
        change?.Invoke(options);
        return new Emulator(await PubSubServer.StartAsync(options, Token), options);
    }

    /// <summary>An emulator with an application behind it, which is tried again soon.</summary>
    public static Task<Emulator> BeforeAsync(SettingsFile settings, Action<PubSubOptions>? change = null) => StartAsync(options =>
    {
        options.Settings = settings;
        options.UpstreamPauses = [TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)];
        change?.Invoke(options);
    });

    /// <summary>A client token; everything can be bent.</summary>
    public string Sign(
        string? user = null, object? roles = null, object? groups = null, string hub = Hub, TimeSpan? life = null, string? key = null, string? audience = null)
    {
        var now = Options.Time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["aud"] = audience ?? $"{Server.Endpoint}client/hubs/{hub}",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + (life ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
        };
        if (user is not null) claims["sub"] = user;
        if (roles is not null) claims["role"] = roles;
        if (groups is not null) claims["webpubsub.group"] = groups;
        return SignClaims(claims, key ?? Options.AccessKey);
    }

    // Written out again, not the product's: if both were wrong together no test would notice.
    public static string SignClaims(Dictionary<string, object> claims, string key)
    {
        static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var content = Encode("""{"alg":"HS256","typ":"JWT"}"""u8.ToArray()) + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        return content + "." + Encode(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(content)));
    }

    /// <summary>A client with all roles, past its handshake and, where its protocol has one, its first frame.</summary>
    public async Task<RawClient> ConnectAsync(
        string? protocol = Json, string? user = null, object? groups = null, object? roles = null, string query = "", string hub = Hub)
    {
        var token = Sign(user, roles ?? AllRoles, groups, hub);
        var client = await OpenAsync($"/client/hubs/{hub}?access_token={token}{query}", protocol);
        Assert.Equal(101, client.Status);
        if (protocol is Json) await client.ReadJsonAsync();
        return client;
    }

    public Task<RawClient> OpenAsync(string target, string? protocol = Json, params string[] headers) => RawClient.ConnectAsync(
        Server.Endpoint, target, protocol is null ? headers : [$"Sec-WebSocket-Protocol: {protocol}", .. headers]);

    /// <summary>A reliable client and what it was told at its start.</summary>
    public async Task<(RawClient Client, string Id, string Reconnection)> ConnectReliableAsync(string? user = null, object? groups = null)
    {
        var client = await ConnectAsync(Reliable, user, groups);
        var connected = await client.ReadJsonAsync();
        Assert.Equal("connected", connected.GetProperty("event").GetString());
        return (client, connected.GetProperty("connectionId").GetString() ?? "", connected.GetProperty("reconnectionToken").GetString() ?? "");
    }

    public Task<RawClient> RecoverAsync(string id, string? token, string hub = Hub, string query = "") =>
        OpenAsync($"/client/hubs/{hub}?{query}awps_connection_id={id}&awps_reconnection_token={token}", Reliable);

    /// <summary>One REST call. The path is used as it is written; its token names it unless another audience is given.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpMethod method, string path, HttpContent? content = null, string? audience = null, Action<HttpRequestHeaders>? headers = null)
    {
        var url = $"{Server.Endpoint.ToString().TrimEnd('/')}{path}";
        using var request = new HttpRequestMessage(method, new Uri(url)) { Content = content };
        var claims = new Dictionary<string, object> { ["aud"] = audience ?? url, ["exp"] = Options.Time.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds() };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SignClaims(claims, Options.AccessKey));
        headers?.Invoke(request.Headers);
        return await http.SendAsync(request, Token);
    }

    public async Task<int> StatusAsync(HttpMethod method, string path, HttpContent? content = null, string? audience = null)
    {
        using var response = await CallAsync(method, path, content, audience);
        return (int)response.StatusCode;
    }

    public async Task SendToGroupAsync(string group, string text) =>
        Assert.Equal(202, await StatusAsync(HttpMethod.Post, $"/api/hubs/{Hub}/groups/{group}/:send", new StringContent(text)));

    public void Publish(string group, int number) =>
        TheHub.SendToGroup(new Message(new Payload(DataType.Json, Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))), group));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Server.DisposeAsync();
    }
}
