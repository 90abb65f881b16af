using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveView.Benchmarks.Telemetry;

/// <summary>Takes what is exported, and counts how often.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _traces;
    private int _metrics;

    private Sink(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/{what}", async (string what, HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            Interlocked.Increment(ref what == "traces" ? ref _traces : ref _metrics);
        });
    }

    public string Address => _app.Urls.Single();

    public int Traces => _traces;

    public int Metrics => _metrics;

    public static async Task<Sink> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var sink = new Sink(builder.Build());
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
