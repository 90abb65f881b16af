using System.Net;
using System.Text.Json;
using LiveView.Handler.Connect;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Stations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests.Connect;

/// <summary>The doors of the tiers on a loopback socket, over a world of real Azurite.</summary>
internal sealed class CatchUpServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CatchUpServer(World world, WebApplication app)
    {
        (World, _app) = (world, app);
        Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new($"{app.Urls.First()}/api/tiers/") };
    }

    public World World { get; }

    public HttpClient Http { get; }

    /// <summary>Requests that read the table of topics.</summary>
    public int Reads => World.Tables.Seen.Count(static request => request.Method == "GET");

    public static async Task<CatchUpServer> StartAsync(CancellationToken token)
    {
        var world = await World.StartAsync(token);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Connect:PublicFeeds"] = "tape";
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(world.Store).AddSingleton<SharedReads>().AddSingleton<ReadMetrics>().AddSingleton<PastStates>();
        builder.Services.AddConnect();
        var app = builder.Build();
        app.UseStatusCodePages();
        // Who may come, and who is told of it, is tried at the doors.
        app.MapGet("/api/tiers/{**name}", static async http => await (await AnswerAsync(http)).ExecuteAsync(http));
        await app.StartAsync(token);
        return new(world, app);
    }

    /// <summary>Folds the Raws from one number to another, each into a commit of its own.</summary>
    public async Task PlayAsync(long from, long to, CancellationToken token)
    {
        for (var n = from; n <= to; n++)
            await World.Batch.RunAsync(Tape.Batch(n, n), token);
    }

    public async Task<(HttpStatusCode Status, JsonElement Json, HttpResponseMessage Message)> GetAsync(string path, CancellationToken token)
    {
        var message = await Http.GetAsync(path, token);
        var text = await message.Content.ReadAsStringAsync(token);
        return (message.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text), message);
    }

    private static Task<IResult> AnswerAsync(HttpContext http)
    {
        var services = http.RequestServices;
        return CatchUpEndpoint.HandleAsync(
            http.GetRouteValue("name") as string ?? "", http, services.GetRequiredService<CatchUpDoor>(), services.GetRequiredService<CatchUpMetrics>(),
            services.GetRequiredService<IOptionsSnapshot<ConnectOptions>>(), http.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await World.DisposeAsync();
    }
}
