using System.Net;
using System.Net.Sockets;

namespace LiveView.Local.PubSub;

/// <summary>A client's TCP connection after the handshake: non-blocking sends for the lane, ordinary reads for the session.</summary>
internal sealed class Link : IDisposable
{
    private readonly Socket socket;
    private int gone;

    public Link(Socket socket)
    {
        this.socket = socket;
        socket.NoDelay = true;
        socket.Blocking = false;
        Remote = (IPEndPoint?)socket.RemoteEndPoint ?? new IPEndPoint(IPAddress.None, 0);
    }

    public IPEndPoint Remote { get; }

    /// <summary>True once a close frame was queued for the client; what it sends afterwards is not carried out.</summary>
    public bool Closing { get; set; }

    /// <summary>Sends what the kernel takes at once.</summary>
    /// <returns>How many bytes it took; -1 when the connection is gone.</returns>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (NativeSend.IsAvailable) return NativeSend.Send(socket.SafeHandle, bytes);
            var sent = socket.Send(bytes, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => sent,
                SocketError.WouldBlock or SocketError.IOPending or SocketError.NoBufferSpaceAvailable => 0,
                _ => -1,
            };
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    /// <summary>Sends all of it, however long the client takes.</summary>
    /// <returns>False when the connection ended before.</returns>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None)..];
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Completes when there is something to read, without holding a buffer meanwhile; false when the connection is gone.</summary>
    public async ValueTask<bool> ReadableAsync()
    {
        try
        {
            await socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, CancellationToken.None);
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Reads what is there: 0 at the end of the stream or when it is gone, -1 when there is nothing yet.</summary>
    public int Receive(Span<byte> into)
    {
        try
        {
            var received = socket.Receive(into, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => received,
                SocketError.WouldBlock or SocketError.IOPending => -1,
                _ => 0,
            };
        }
        catch (ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <summary>Ends the connection at once; the client sees a reset.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref gone, 1) != 0) return;
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster: there is nothing left to reset.
        }

        socket.Dispose();
    }

    /// <summary>Ends the connection in order: what was sent is still delivered.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref gone, 1) != 0) return;
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }

        socket.Dispose();
    }
}
