using LiveView.Local.Azurite;
using LiveView.Local.EventHubs;
using LiveView.Local.PubSub;
using Microsoft.AspNetCore.Builder;

namespace LiveView.Handler.Tests.Doors;

/// <summary>
/// The deployed executable as it is put together, in this process, on a real Azurite, hub and Web PubSub; and Web PubSub tells it of
/// connections.
/// </summary>
internal sealed class OpenHouse : IAsyncDisposable
{
    public const string Secret = "3f9c1d7e5b2a48609d1c7e3b5f8a2046";

    public const string PushKey = "b1d4-77aa-09fe-3c52-push";

    private AzuriteProcess _azurite;
    private readonly EventHubsServer _hubs;
    private readonly DirectoryInfo _data;
    private bool _isAway;
    private bool _isEmpty;

    private OpenHouse(AzuriteProcess azurite, EventHubsServer hubs, PubSubServer pubsub, DirectoryInfo data, WebApplication app)
    {
        (_azurite, _hubs, PubSub, _data, App) = (azurite, hubs, pubsub, data, app);
        Http = new(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(app.Urls.Single()) };
    }

    public WebApplication App { get; }

    public PubSubServer PubSub { get; }

    public EventHubsServer Hubs => _hubs;

    public HttpClient Http { get; }

    public static async Task<OpenHouse> StartAsync(CancellationToken token, params IEnumerable<(string Name, string Value)> settings)
    {
        var data = Directory.CreateTempSubdirectory("liveview-doors-");
        var azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, token);
        var hubs = await EventHubsServer.StartAsync(new() { Port = 0, DataDirectory = data.FullName }, token);
        var events = new HubSettings();
        var pubsub = await PubSubServer.StartAsync(new() { Port = 0, Settings = new() { Hubs = { ["*"] = events } } }, token);
        var given = new Dictionary<string, string>
        {
            ["Storage:ConnectionString"] = azurite.ConnectionString,
            ["Storage:CreateIfMissing"] = "true",
            ["EventHubs:ConnectionString"] = hubs.ConnectionString,
            ["EventHubs:SendEndpoint"] = hubs.Endpoint.GetLeftPart(UriPartial.Authority),
            ["PubSub:ConnectionString"] = pubsub.ConnectionString,
            ["Identity:Secret"] = Secret,
            ["Entitlement:Roles:fan"] = "sports:*",
            ["Connect:PublicFeeds"] = "sports",
            ["Push:Feeds"] = "sports",
            ["Push:Key"] = PushKey,
            ["LOG_LEVEL"] = "None",
        };
        foreach (var hub in hubs.Hubs)
            given[$"EventHubs:Partitions:{hub.Name}"] = $"{hub.Partitions.Count}";
        foreach (var (name, value) in settings)
            given[name] = value;
        var app = HandlerApp.Build([.. given.Select(static pair => $"--{pair.Key}={pair.Value}")]);
        await app.StartAsync(token);
        events.EventHandlers = [new() { UrlTemplate = $"{app.Urls.Single()}/api/connections", SystemEvents = ["connect", "connected", "disconnected"] }];
        return new(azurite, hubs, pubsub, data, app);
    }

    /// <summary>A token of ours.</summary>
    public static string TokenOf(string subject, params string[] roles) => Issuer.SignSecret(Secret, Issuer.Claims(subject, roles: roles));

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? bearer, HttpContent? body, CancellationToken token, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body };
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        request.Headers.ExpectContinue = body is not null; // who is refused by the size is told before it is sent
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, token);
    }

    /// <summary>Web PubSub goes, and does not come back.</summary>
    public ValueTask TakePubSubAwayAsync() => Interlocked.Exchange(ref _isAway, true) ? ValueTask.CompletedTask : PubSub.DisposeAsync();

    /// <summary>Another storage stands in the place of the one there was, and knows nothing.</summary>
    public async Task ForgetStorageAsync(CancellationToken token)
    {
        var (blobs, queues, tables) = (_azurite.BlobEndpoint.Port, _azurite.QueueEndpoint.Port, _azurite.TableEndpoint.Port);
        await _azurite.DisposeAsync();
        _azurite = await AzuriteProcess.StartAsync(new() { BlobPort = blobs, QueuePort = queues, TablePort = tables }, token);
    }

    /// <summary>The storage goes, and does not come back.</summary>
    public ValueTask TakeStorageAwayAsync() => Interlocked.Exchange(ref _isEmpty, true) ? ValueTask.CompletedTask : _azurite.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        await TakePubSubAwayAsync();
        await _hubs.DisposeAsync();
        await TakeStorageAwayAsync();
        _data.Delete(recursive: true);
    }
}
