using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LiveView.Local.EventHubs;

namespace LiveView.Local.Tests.EventHubs;

/// <summary>A namespace in a folder of its own that can be stopped and started again, and a client that signs as the documentation says.</summary>
internal sealed class Sender : IAsyncDisposable
{
    public const string Batch = "application/vnd.microsoft.servicebus.json";

    private readonly HttpClient _http = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("liveview-hubs-").FullName;
    private EventHubsServer? _server;

    public EventHubsServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public IReadOnlyList<Partition> Raw => Server.Hubs[0].Partitions;

    public string Folder(string partition) => Path.Combine(_folder, "raw", partition);

    public async Task<Sender> StartAsync(Action<EventHubsOptions>? change = null)
    {
        if (_server is { } running)
            await running.DisposeAsync();
        var options = new EventHubsOptions { Port = 0, DataDirectory = _folder, Hubs = [new("raw", 4, "fold"), new("polls", 2)] };
        change?.Invoke(options);
        _server = await EventHubsServer.StartAsync(options, TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>The status, and the text of the answer.</summary>
    public async Task<(int Status, string Text)> SendAsync(string path, string body, string? contentType = null, string? token = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Endpoint, path + "?timeout=60&api-version=2014-01"));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType ?? "application/atom+xml;type=entry;charset=utf-8");
        request.Headers.TryAddWithoutValidation("Authorization", token ?? Token("http://localhost/"));
        change?.Invoke(request);
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public static string Token(string resource, string key = "SAS_KEY_VALUE", string name = "RootManageSharedAccessKey", int seconds = 600)
    {
        var sr = WebUtility.UrlEncode(resource);
        var se = TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var sig = WebUtility.UrlEncode(Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes($"{sr}\n{se}"))));
        return $"SharedAccessSignature sr={sr}&sig={sig}&se={se}&skn={name}";
    }

    public IReadOnlyList<string> Texts(int partition = 0) => [.. Raw[partition].Read(-1, int.MaxValue).Select(one => Encoding.UTF8.GetString(one.Data.Body.Span))];

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is { } server)
            await server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
