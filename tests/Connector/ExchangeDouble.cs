using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using LiveView.Connector.Exchanges;
using LiveView.Connector.Sockets;
using LiveView.Feeds.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveView.Connector.Tests;

/// <summary>An exchange that says what a test has it say, on a real socket, and remembers what it was asked.</summary>
internal sealed class ExchangeDouble : IExchange, IAsyncDisposable
{
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<MarketResync> _asked = new(); // bounded by the test
    private volatile WebSocket? _socket;

    private ExchangeDouble(string provider, WebApplication app, TimeProvider time) => (Provider, _app, _time) = (provider, app, time);

    public string Provider { get; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>What becomes of a connection before there is one.</summary>
    public Action Opening { get; set; } = static () => { };

    /// <summary>Said to whoever connects; then the connection is closed.</summary>
    public string? Farewell { get; set; }

    /// <summary>What becomes of a message before it is read.</summary>
    public Action<string> Unwrapping { get; set; } = static _ => { };

    /// <summary>What becomes of a question for a book.</summary>
    public Action Asking { get; set; } = static () => { };

    /// <summary>Snapshots that are answered when a book is asked for, first come first.</summary>
    public ConcurrentQueue<string> Snapshots { get; } = new(); // bounded by the test

    /// <summary>Why books were asked for.</summary>
    public IReadOnlyList<string> Asked => [.. _asked.Select(static wish => wish.Reason)];

    public static async Task<ExchangeDouble> StartAsync(string provider, TimeProvider time, CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var exchange = new ExchangeDouble(provider, app, time);
        app.UseWebSockets();
        app.Map("/", exchange.ListenAsync);
        await app.StartAsync(token);
        return exchange;
    }

    /// <summary>Says something to who is connected.</summary>
    public async Task SayAsync(string frame, CancellationToken token)
    {
        await LiveView.Testing.Eventually.Until("somebody listens", () => _socket is { State: WebSocketState.Open }, token);
        await _socket!.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, token);
    }

    public Task<ExchangeSocket> OpenAsync(CancellationToken token)
    {
        Opening();
        var address = new UriBuilder(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) { Scheme = "ws" };
        return ExchangeSocket.ConnectAsync(address.Uri, NoHeaders, _time, token);
    }

    public IEnumerable<ReadOnlyMemory<byte>> Unwrap(ReadOnlyMemory<byte> message)
    {
        Unwrapping(Encoding.UTF8.GetString(message.Span));
        return [message];
    }

    public Task<ReadOnlyMemory<byte>?> ResyncAsync(ExchangeSocket socket, MarketResync resync, CancellationToken token)
    {
        _asked.Enqueue(resync);
        Asking();
        return Task.FromResult(Snapshots.TryDequeue(out var snapshot) ? Encoding.UTF8.GetBytes(snapshot) : default(ReadOnlyMemory<byte>?));
    }

    public async ValueTask DisposeAsync()
    {
        _socket?.Abort();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task ListenAsync(Microsoft.AspNetCore.Http.HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        if (Farewell is { } farewell)
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(farewell), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", context.RequestAborted);
            return;
        }

        _socket = socket;
        var buffer = new byte[1_024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close })
            {
                // Nobody asks anything here.
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The other side left, as sessions do.
        }

        _socket = null;
    }
}
