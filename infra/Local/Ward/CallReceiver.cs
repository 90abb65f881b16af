using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace LiveView.Local.Ward;

/// <summary>
/// Takes emergency calls, as a pager's service would: a call is known by its <c>Idempotency-Key</c>, and one that comes again is the same call.
/// <c>GET /calls</c> tells them.
/// </summary>
internal sealed partial class CallReceiver : IAsyncDisposable
{
    /// <summary>Calls that are remembered; a laptop's ward makes a few.</summary>
    private const int Most = 10_000;

    private readonly WebApplication _web;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, TakenCall> _calls = new(StringComparer.Ordinal);

    private CallReceiver(WebApplication web, ILoggerFactory logs) => (_web, _log) = (web, logs.CreateLogger<CallReceiver>());

    public Uri Endpoint => new(new Uri(_web.Urls.Single()), "calls");

    /// <summary>The calls by their keys.</summary>
    public IReadOnlyDictionary<string, TakenCall> Calls => _calls;

    /// <summary>What it answers; a test makes it fail.</summary>
    public Func<int, HttpStatusCode> Answers { get; set; } = static _ => HttpStatusCode.OK;

    private int _posts;

    public static async Task<CallReceiver> StartAsync(ILoggerFactory logs, CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new CallReceiver(builder.Build(), logs);
        receiver._web.MapPost("/calls", (Delegate)receiver.TakeAsync);
        receiver._web.MapGet("/calls", () => Results.Text(JsonSerializer.Serialize(receiver._calls.ToDictionary(static call => call.Key, static call => call.Value.Times)), "application/json"));
        await receiver._web.StartAsync(token);
        return receiver;
    }

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        using var body = new StreamReader(context.Request.Body);
        var text = await body.ReadToEndAsync(context.RequestAborted);
        if (key.Length == 0 || _calls.Count >= Most)
            return Results.BadRequest();
        var answer = Answers(Interlocked.Increment(ref _posts));
        if (answer == HttpStatusCode.OK && _calls.AddOrUpdate(key, _ => new(text, 1, context.Request.Headers["X-Signature"].ToString()), (_, known) => known with { Times = known.Times + 1 }).Times == 1)
            Log.Called(_log, key);
        return Results.StatusCode((int)answer);
    }

    private static partial class Log
    {
        [LoggerMessage(9911, LogLevel.Information, "An emergency call was taken, {Key}.")]
        public static partial void Called(ILogger logger, string key);
    }
}

/// <summary>A call, how often it came, and what signed it.</summary>
internal sealed record TakenCall(string Body, int Times, string Signature);
