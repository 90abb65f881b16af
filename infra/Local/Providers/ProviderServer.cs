using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LiveView.Local.Providers;

/// <summary>
/// Sports providers on the loopback address: they answer in the real format, with the real manners, about matches that are played
/// nowhere, and fail on request.
/// </summary>
internal sealed partial class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private ProviderServer(WebApplication app, CancellationTokenSource stopping, Uri endpoint) => (_app, _stopping, Endpoint) = (app, stopping, endpoint);

    /// <summary>Where it listens, such as <c>http://127.0.0.1:5200/</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>Listens, and answers from then on.</summary>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="IOException">The port is taken; the message says which and what to do.</exception>
    public static async Task<ProviderServer> StartAsync(ProviderOptions options, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var stopping = new CancellationTokenSource();
        var app = Build(options, stopping.Token);
        try
        {
            await app.StartAsync(token);
        }
        catch (Exception failed)
        {
            await app.DisposeAsync();
            stopping.Dispose();
            if (failed is IOException)
                throw new IOException($"Port {options.Port} for the simulated providers is taken. Choose another one with {nameof(ProviderOptions)}.{nameof(options.Port)}, 0 for any.", failed);
            throw;
        }

        var server = new ProviderServer(app, stopping, Address(app));
        Log.Started(options.Logs.CreateLogger<ProviderServer>(), server.Endpoint, options.Seed, options.Speed);
        return server;
    }

    /// <summary>Lets go of the requests that hang, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static WebApplication Build(ProviderOptions options, CancellationToken stopping)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        var app = builder.Build();

        var season = new Season(options.Seed, options.Speed, options.Start);
        var faults = new FaultBoard(options.Time);
        foreach (var fault in options.Faults)
            faults.Add(fault);
        var scoreboard = new ScoreboardEndpoint(options, season, faults, options.Logs.CreateLogger<ScoreboardEndpoint>(), stopping);
        app.MapGet("/apis/site/v2/sports/{sport}/{league}/scoreboard", scoreboard.AnswerAsync);
        new SecondEndpoints(options, season, faults, stopping).Map(app);
        new AdminEndpoints(options, season, faults).Map(app);
        return app;
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Single()
            ?? throw new InvalidOperationException("Kestrel does not say where it listens."));

    private static partial class Log
    {
        [LoggerMessage(9501, LogLevel.Information, "Simulated providers at {Endpoint}, seed {Seed}, speed {Speed}")]
        public static partial void Started(ILogger logger, Uri endpoint, int seed, double speed);
    }
}
