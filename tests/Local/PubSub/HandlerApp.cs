using System.Collections.Concurrent;
using System.Text;
using LiveView.Local.PubSub;
using LiveView.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveView.Local.Tests.PubSub;

/// <summary>An application's event handler that writes down what it is asked and answers as a test says.</summary>
internal sealed class HandlerApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private HandlerApp(WebApplication app) => this.app = app;

    internal sealed record Event(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string Name => Headers.GetValueOrDefault("ce-eventName") ?? "";

        public string ConnectionId => Headers.GetValueOrDefault("ce-connectionId") ?? "";
    }

    public ConcurrentQueue<Event> All { get; } = new();

    public IEnumerable<Event> Events => All.Where(each => each.Method == "POST");

    /// <summary>Answers the preflight; by default it allows all.</summary>
    public Func<HttpContext, Task> Validate { get; set; } = http =>
    {
        http.Response.Headers["WebHook-Allowed-Origin"] = "*";
        return Task.CompletedTask;
    };

    /// <summary>Answers an event; by default with 200 and nothing.</summary>
    public Func<HttpContext, Event, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public string Url => app.Urls.First();

    public static async Task<HandlerApp> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        var handler = new HandlerApp(web);
        web.Run(handler.HandleAsync);
        await web.StartAsync(TestContext.Current.CancellationToken);
        return handler;
    }

    public SettingsFile Settings(string pattern = "*", string path = "/eventhandler/{event}") => new()
    {
        Hubs =
        {
            [Emulator.Hub] = new HubSettings
            {
                EventHandlers = [new EventHandlerSettings { UrlTemplate = Url + path, UserEventPattern = pattern, SystemEvents = ["connect", "connected", "disconnected"] }],
            },
        },
    };

    public string[] Names(string connectionId) => [.. Events.Where(each => each.ConnectionId == connectionId).Select(each => each.Name)];

    public Task Until(string name, int times = 1) =>
        Eventually.Until($"{name} reaches the handler", () => Events.Count(each => each.Name == name) >= times, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.Latin1);
        var happened = new Event(
            http.Request.Method,
            http.Request.Path + http.Request.QueryString,
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(http.RequestAborted));
        All.Enqueue(happened);
        await (http.Request.Method == "POST" ? Answer(http, happened) : Validate(http));
    }
}
