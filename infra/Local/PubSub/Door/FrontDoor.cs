using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace LiveView.Local.PubSub;

/// <summary>
/// One port for two kinds of guest. A TCP connection whose request begins with <c>GET /client</c> is a viewer and never sees Kestrel, which
/// would keep an HTTP connection's memory for as long as the viewer stays; every other one is handed to Kestrel untouched, as the look at
/// its first bytes leaves them where they are.
/// </summary>
internal sealed partial class FrontDoor(Func<Socket, Task> viewer, ILoggerFactory logs, TimeProvider time) : IConnectionListenerFactory, IConnectionListener
{
    private const int Backlog = 4096;

    private static readonly byte[] Sign = "GET /client"u8.ToArray();

    // Requests wait here for Kestrel; when it is behind, the door waits too.
    private readonly Channel<ConnectionContext> requests = Channel.CreateBounded<ConnectionContext>(256);
    private readonly SocketConnectionContextFactory factory = new(new SocketConnectionFactoryOptions(), logs.CreateLogger<FrontDoor>());
    private readonly CancellationTokenSource closed = new();
    private Socket? listener;
    private Task accepting = Task.CompletedTask;

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        listener = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(endpoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new AddressInUseException(e.Message, e);
        }

        listener.Listen(Backlog);
        EndPoint = listener.LocalEndPoint ?? endpoint;
        accepting = AcceptAllAsync(listener);
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await requests.Reader.WaitToReadAsync(cancellationToken))
        {
            if (requests.Reader.TryRead(out var request)) return request;
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await closed.CancelAsync();
        listener?.Dispose();
#pragma warning disable VSTHRD003 // the loop is this object's own, started when it was bound
        await accepting;
#pragma warning restore VSTHRD003
        requests.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(CancellationToken.None);
        factory.Dispose();
        closed.Dispose();
    }

    private async Task AcceptAllAsync(Socket from)
    {
        var log = logs.CreateLogger<FrontDoor>();
        while (!closed.IsCancellationRequested)
        {
            try
            {
                var socket = await from.AcceptAsync(closed.Token);
                // Nobody waits for a guest who is slow to say what it wants; whatever it does ends with its own socket.
                _ = ReceiveAsync(socket, log);
            }
            catch (SocketException e)
            {
                // One handshake failed, or descriptors ran short: the door stays open.
                Log.AcceptFailed(log, e.SocketErrorCode, e);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ReceiveAsync(Socket socket, ILogger log)
    {
        try
        {
            if (await IsViewerAsync(socket)) await viewer(socket);
            else await requests.Writer.WriteAsync(factory.Create(socket), closed.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException or ChannelClosedException)
        {
            socket.Dispose();
        }
        catch (Exception e)
        {
            Log.GuestFailed(log, e);
            socket.Dispose();
        }
    }

    private async Task<bool> IsViewerAsync(Socket socket)
    {
        var first = new byte[Sign.Length];
        while (true)
        {
            var seen = await socket.ReceiveAsync(first, SocketFlags.Peek, closed.Token);
            if (seen == 0 || !Sign.AsSpan(0, seen).SequenceEqual(first.AsSpan(0, seen))) return false;
            if (seen == Sign.Length) return true;
            // A request line in pieces: what is there would be seen again at once, so look again in a moment.
            await Task.Delay(TimeSpan.FromMilliseconds(5), time, closed.Token);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9301, LogLevel.Warning, "A connection could not be accepted: {Error}.")]
        public static partial void AcceptFailed(ILogger logger, SocketError error, Exception exception);

        [LoggerMessage(9302, LogLevel.Error, "A connection failed unexpectedly.")]
        public static partial void GuestFailed(ILogger logger, Exception exception);
    }
}
