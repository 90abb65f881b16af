using System.Net;
using LiveView.Local.Exchanges.Formats;
using LiveView.Local.Providers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LiveView.Local.Exchanges;

/// <summary>
/// Exchanges on the loopback address, each in its real format: SSI over classic SignalR, Coinbase, Binance and Kraken over WebSockets. What is
/// traded there is traded nowhere; the same seed trades the same day.
/// </summary>
internal sealed partial class ExchangeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _trading;

    private ExchangeServer(WebApplication app, CancellationTokenSource stopping, Uri endpoint, IReadOnlyDictionary<string, Floor> floors)
    {
        (_app, _stopping, Endpoint, Floors) = (app, stopping, endpoint, floors);
        _trading = Task.WhenAll(floors.Values.Select(floor => floor.RunAsync(stopping.Token)));
    }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:5400/</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>The exchanges by name.</summary>
    public IReadOnlyDictionary<string, Floor> Floors { get; }

    /// <summary>The address of an exchange's socket.</summary>
    public Uri Socket(string exchange) => exchange == "ssi" ? new(Endpoint, "ssi") : new UriBuilder(new Uri(Endpoint, exchange)) { Scheme = "ws" }.Uri;

    /// <summary>Listens, and trades from then on.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<ExchangeServer> StartAsync(ExchangeOptions options, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        var floors = Build(options).ToDictionary(static floor => floor.Format.Exchange, StringComparer.Ordinal);
        var stopping = new CancellationTokenSource();
        var app = Build(options, floors, stopping.Token);
        try
        {
            await app.StartAsync(token);
        }
        catch
        {
            await app.DisposeAsync();
            stopping.Dispose();
            throw;
        }

        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Single()
            ?? throw new InvalidOperationException("Kestrel does not say where it listens.");
        var server = new ExchangeServer(app, stopping, new(address), floors);
        Log.Started(options.Logs.CreateLogger<ExchangeServer>(), server.Endpoint, options.Seed, options.MovesPerSecond);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
#pragma warning disable VSTHRD003 // the constructor began it
        await _trading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
#pragma warning restore VSTHRD003
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static IEnumerable<Floor> Build(ExchangeOptions options)
    {
        Instrument Of(string symbol, decimal start, decimal step, int digits) => new(symbol, start, step, digits, Chance.Mix(options.Seed, symbol.Sum(static letter => (long)letter), (long)start));
        IExchangeFormat[] formats =
        [
            new SsiFormat([Of("ACB", 22_900, 50, 0), Of("FPT", 95_000, 100, 0), Of("HPG", 27_000, 50, 0), Of("VCB", 60_500, 100, 0), Of("VNM", 61_000, 100, 0)], options.Time),
            new CoinbaseFormat([Of("BTC-USD", 91_250.00m, 0.01m, 8), Of("ETH-USD", 2_980.50m, 0.01m, 8)], options.Time),
            new BinanceFormat([Of("BTCUSDT", 91_260.01m, 0.01m, 5), Of("ETHUSDT", 2_981.10m, 0.01m, 4)]),
            new KrakenFormat([Of("XBT/USD", 91_255.1m, 0.1m, 8), Of("ETH/USD", 2_980.11m, 0.01m, 8)], options.Time),
        ];
        return formats.Select(format => new Floor(format, options.Recordings.FirstOrDefault(recording => recording.Exchange == format.Exchange), options));
    }

    private static WebApplication Build(ExchangeOptions options, Dictionary<string, Floor> floors, CancellationToken stopping)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        var app = builder.Build();
        app.UseWebSockets();
        app.Map("/coinbase", (HttpContext context) => ListenAsync(context, floors["coinbase"], stopping));
        app.Map("/binance", (HttpContext context) => ListenAsync(context, floors["binance"], stopping));
        app.Map("/kraken", (HttpContext context) => ListenAsync(context, floors["kraken"], stopping));
        app.MapGet("/ssi/negotiate", static () => Results.Text("""{"Url":"/ssi","ConnectionToken":"t/1+","ConnectionId":"1","KeepAliveTimeout":20.0,"TryWebSockets":true,"ProtocolVersion":"1.3"}""", "application/json"));
        app.MapGet("/ssi/start", static () => Results.Text("""{"Response":"started"}""", "application/json"));
        app.Map("/ssi/connect", (HttpContext context) => ListenAsync(context, floors["ssi"], stopping));
        app.MapGet("/api/v3/depth", (string symbol) =>
            floors["binance"].Depth(symbol) is { } depth ? Results.Text(depth, "application/json") : Results.BadRequest("""{"code":-1121,"msg":"Invalid symbol."}"""));
        new AdminEndpoints(floors).Map(app);
        return app;
    }

    private static async Task ListenAsync(HttpContext context, Floor floor, CancellationToken stopping)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var listener = new Listener(socket, floor.Format);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        await floor.ListenAsync(listener, context.Request.QueryString.Value ?? "", ended.Token);
    }

    private static partial class Log
    {
        [LoggerMessage(9601, LogLevel.Information, "Simulated exchanges at {Endpoint}, seed {Seed}, {Moves} moves a second each")]
        public static partial void Started(ILogger logger, Uri endpoint, int seed, int moves);
    }
}
