using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveView.Journey.Tests;

/// <summary>A provider that answers with the page of a recorded game at which it stands, until it is turned.</summary>
internal sealed class Turner : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private volatile int _page;

    private Turner(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Turner> StartAsync(IEnumerable<RecordedGame> games, CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var turner = new Turner(builder.Build());
        foreach (var game in games)
        {
            turner._app.MapGet('/' + game.Path, async http =>
            {
                http.Response.ContentType = "application/json";
                await http.Response.Body.WriteAsync(game.Pages[turner._page], http.RequestAborted);
                turner._asked.AddOrUpdate(game.Provider, 1, static (_, asked) => asked + 1);
            });
        }

        await turner._app.StartAsync(token);
        return turner;
    }

    /// <summary>How often a game was asked for.</summary>
    public int Asked(RecordedGame game) => _asked.GetValueOrDefault(game.Provider);

    public void Turn() => _page++;

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
