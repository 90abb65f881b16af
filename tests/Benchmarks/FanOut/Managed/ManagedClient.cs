using System.Globalization;
using System.Net.Sockets;

namespace LiveView.Benchmarks.FanOut;

/// <summary>One WebSocket client of the load client in C#: connects, then counts the messages it gets.</summary>
internal sealed class ManagedClient(Arrivals arrivals, int readyAfter) : IDisposable
{
    private const byte Mark = (byte)'^';
    private const int Digits = 16;
    private const int Close = 8;
    private const int Ping = 9;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] buffer = new byte[8 * 1024];
    private int filled;
    private int frames;
    private volatile TaskCompletionSource? silence;

    /// <summary>Completes when it is connected; fails when the server refuses it.</summary>
#pragma warning disable VSTHRD003 // completed by the client's own reads, which wait for nobody
    public Task Ready => ready.Task;
#pragma warning restore VSTHRD003

    public bool IsOpen { get; private set; }

    public bool IsMuted => silence is not null;

    /// <summary>Connects and reads until the connection ends.</summary>
    public async Task RunAsync(int port, byte[] request, byte[] hello)
    {
        try
        {
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, port);
            await socket.SendAsync(request);
            await UpgradeAsync();
            if (hello.Length > 0) await socket.SendAsync(hello);
            IsOpen = true;
            if (readyAfter == 0) ready.TrySetResult();
            do Read();
            while (await FillAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            ready.TrySetException(new IOException(e.Message, e));
        }

        IsOpen = false;
        ready.TrySetException(new IOException("The server hung up."));
    }

    public void Mute(bool on)
    {
        if (on) silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        else Interlocked.Exchange(ref silence, null)?.SetResult();
    }

    public void Dispose()
    {
        // A reset leaves no TIME_WAIT behind for the next server.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    private async Task UpgradeAsync()
    {
        int end;
        while ((end = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync()) throw new IOException("The server hung up during the handshake.");
        }

        if (!buffer.AsSpan().StartsWith("HTTP/1.1 101"u8)) throw new IOException("The server refuses the handshake.");
        Drop(end + 4);
    }

    private async Task<bool> FillAsync()
    {
#pragma warning disable VSTHRD003 // completed by the order to read again
        if (silence is { } pause) await pause.Task;
#pragma warning restore VSTHRD003
        if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var got = await socket.ReceiveAsync(buffer.AsMemory(filled));
        filled += got;
        return got > 0;
    }

    /// <summary>Reads the whole frames that are there.</summary>
    private void Read()
    {
        var at = 0;
        while (Frame(buffer.AsSpan(at, filled - at)) is var length and > 0) at += length;
        Drop(at);
    }

    private int Frame(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2) return 0;
        var small = bytes[1] & 127;
        var header = small switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < header) return 0;
        long length = small < 126 ? small : 0;
        for (var i = 2; i < header; i++) length = (length << 8) | bytes[i];
        if (bytes.Length - header < length) return 0;
        Take(bytes[0] & 15, bytes.Slice(header, (int)length));
        return header + (int)length;
    }

    private void Take(int opcode, ReadOnlySpan<byte> payload)
    {
        if (opcode == Close) throw new IOException("The server closed the connection.");
        if (opcode == Ping) socket.Send([0x8a, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload]);
        if (opcode >= Close) return;
        if (++frames == readyAfter) ready.TrySetResult();
        for (var mark = payload.IndexOf(Mark); mark >= 0; mark = payload.IndexOf(Mark))
        {
            arrivals.Add(long.Parse(payload.Slice(mark + 1, Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            payload = payload[(mark + 1 + Digits)..];
        }
    }

    private void Drop(int count)
    {
        buffer.AsSpan(count, filled - count).CopyTo(buffer);
        filled -= count;
    }
}
