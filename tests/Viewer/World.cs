using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Azure.Core;
using LiveView.Cloud.PubSub;
using LiveView.Core.Topics;
using LiveView.Local.PubSub;
using LiveView.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveView.Viewer.Tests;

/// <summary>A server with its two doors, the real emulator of Web PubSub, and the wire to it. Faults are set on its members.</summary>
internal sealed class World : IAsyncDisposable
{
    private const string Hub = "live";
    private const int Remembered = 1_000;

    private readonly ConcurrentDictionary<string, ServedTier> _tiers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Question> _questions = new();
    private readonly PubSubOptions _options;
    private WebApplication? _doors;
    private PubSubServer? _pubSub;
    private WebPubSubServiceClient? _service;

    private World(PubSubOptions options)
    {
        _options = options;
        Wire = new(() => PubSub.Endpoint.Port);
    }

    /// <summary>What was asked at the doors last, in order.</summary>
    public IReadOnlyList<Question> Questions => [.. _questions];

    public Wire Wire { get; }

    /// <summary>How long a leave to connect lasts.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Answers a question instead of the server, while it returns something.</summary>
    public Func<Question, HttpContext, Task<bool>> Intercept { get; set; } = static (_, _) => Task.FromResult(false);

    /// <summary>Who negotiates now is sent to the service itself, past the wire.</summary>
    public bool IsDirect { get; set; }

    public PubSubServer PubSub => _pubSub ?? throw new InvalidOperationException("It has not been started.");

    public Uri Server => new(_doors!.Urls.Single() + "/"); // Start made it

    /// <summary>Connections that the service has.</summary>
    public int Connections => PubSub.Board.Hubs[Hub].Connections;

    public IEnumerable<Connection> Everyone => PubSub.Board.Hubs[Hub].Everyone();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<World> StartAsync(Action<PubSubOptions>? change = null)
    {
        var options = new PubSubOptions { Port = 0, DrainTimeout = TimeSpan.FromSeconds(2), CloseTimeout = TimeSpan.FromSeconds(1), DrainPause = TimeSpan.Zero };
        change?.Invoke(options);
        var world = new World(options);
        await world.StartPubSubAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        world._doors = builder.Build();
        world._doors.MapPost("/api/negotiate", world.NegotiateAsync);
        world._doors.MapGet("/api/tiers/{**name}", world.CatchUpAsync);
        await world._doors.StartAsync(Token);
        return world;
    }

    public ServedTier Serve(string name, TierKind kind = TierKind.State) => _tiers[name] = new(name, kind);

    /// <summary>How often a tier was caught up.</summary>
    public int CatchUps(string tier) => _questions.Count(question => question.Tier == tier);

    public int Negotiations => _questions.Count(static question => question.Tier is null);

    public async Task PublishAsync(params Update[] updates)
    {
        foreach (var update in updates)
            await PublishAsync(update.Tier.ToString(), ServedTier.Text(update));
    }

    public async Task PublishAsync(string group, string message) =>
        await _service!.SendToGroupAsync(group, RequestContent.Create(message), ContentType.ApplicationJson, cancellationToken: Token);

    /// <summary>The service goes away, and what is done meanwhile is done; then it is back where it was.</summary>
    public async Task RestartPubSubAsync(Func<Task> meanwhile)
    {
        _options.Port = PubSub.Endpoint.Port;
        await PubSub.DisposeAsync();
        await meanwhile();
        await StartPubSubAsync();
    }

    public Task MembersAsync(string tier, int count) => Eventually.Until(
        $"{count} have joined {tier}",
        () => PubSub.Board.Hubs[Hub].Groups().FirstOrDefault(group => group.Key == tier).Value == count,
        Token);

    public async ValueTask DisposeAsync()
    {
        await Wire.DisposeAsync();
        await PubSub.DisposeAsync();
        await _doors!.DisposeAsync();
    }

    private async Task StartPubSubAsync()
    {
        _pubSub = await PubSubServer.StartAsync(_options, Token);
        _service = new(_pubSub.ConnectionString, Hub);
    }

    private async Task NegotiateAsync(HttpContext http)
    {
        using var asked = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        string[] tiers = [.. asked.RootElement.GetProperty("tiers").EnumerateArray().Select(static tier => tier.GetString()!)];
        if (await AskedAsync(new(null, tiers, "", TimeProvider.System.GetTimestamp()), http))
            return;
        var expires = TimeProvider.System.GetUtcNow() + Life;
        var url = await _service!.GetClientAccessUriAsync(Life, userId: null, roles: ["webpubsub.joinLeaveGroups.sports:**"], groups: tiers, cancellationToken: http.RequestAborted);
        await http.Response.WriteAsJsonAsync(
            new
            {
                url = new UriBuilder(url) { Host = "127.0.0.1", Port = IsDirect ? PubSub.Endpoint.Port : Wire.Port }.Uri,
                expires,
                tiers = tiers.Select(tier => new { tier, kind = _tiers.TryGetValue(tier, out var served) && served.Kind == TierKind.Log ? "log" : "state", group = tier }),
                resume = "/api/tiers/{tier}",
            },
            http.RequestAborted);
    }

    private async Task CatchUpAsync(string name, HttpContext http)
    {
        var tag = http.Request.Headers.IfNoneMatch.ToString();
        if (await AskedAsync(new(Uri.UnescapeDataString(name), [], tag, TimeProvider.System.GetTimestamp()), http))
            return;
        var (status, now, body) = _tiers.TryGetValue(Uri.UnescapeDataString(name), out var tier) ? tier.CatchUp(tag) : (404, "", """{"answer":"none"}""");
        http.Response.StatusCode = status;
        http.Response.Headers.ETag = now;
        if (status != StatusCodes.Status304NotModified)
            await http.Response.WriteAsync(body, http.RequestAborted);
    }

    private Task<bool> AskedAsync(Question question, HttpContext http)
    {
        _questions.Enqueue(question);
        if (_questions.Count > Remembered)
            _questions.TryDequeue(out _);
        return Intercept(question, http);
    }

    public static Task<bool> RefuseAsync(HttpContext http, int status, int? retryAfter = null)
    {
        http.Response.StatusCode = status;
        if (retryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Task.FromResult(true);
    }

    /// <summary>These tiers are refused, as the server does it: whoever asks for one of them is told which they are.</summary>
    public void Refuse(int status, params string[] tiers) => Intercept = async (question, http) =>
    {
        var named = question.Tiers.Intersect(tiers, StringComparer.Ordinal).ToArray();
        if (named.Length == 0)
            return false;
        await RefuseAsync(http, status);
        await http.Response.WriteAsJsonAsync(new { title = "no", status, tiers = named }, http.RequestAborted);
        return true;
    };

    /// <summary>Something asked at a door.</summary>
    /// <param name="Tier">Whose catch up; null to negotiate.</param>
    /// <param name="Tiers">The tiers to negotiate.</param>
    /// <param name="Tag">The position from which to catch up; empty for all.</param>
    /// <param name="At">When, as a timestamp.</param>
    internal sealed record Question(string? Tier, string[] Tiers, string Tag, long At);
}
