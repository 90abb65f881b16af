using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using LiveView.Viewer;

namespace LiveView.Client;

/// <summary>
/// One WebSocket, from its opening to its end. It is a member of its groups as soon as it is open, for the token says so. What arrives is
/// given on as it comes; a silence is an end.
/// </summary>
internal sealed class Link : IAsyncDisposable
{
    private const int LargestMessage = 2 * 1024 * 1024; // twice what the service lets through
    private static readonly TimeSpan FarewellWithin = TimeSpan.FromSeconds(1);
    private static readonly ReadOnlyMemory<byte> Ping = """{"type":"ping"}"""u8.ToArray();

    private readonly LiveViewClientOptions _options;
    private readonly Action<ViewerUpdate> _take;
    private readonly Action<Link, Exception?> _ended;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _silent;
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> _message = new(4_096);
    private readonly Bell _ping;
    private long _heard;
    private int _pings;
    private int _pongs;
    private int _proof; // the ping whose answer is asked for
    private volatile bool _gone;
    private Task _running = Task.CompletedTask;

    private Link(Grant grant, LiveViewClientOptions options, Action<ViewerUpdate> take, Action<Link, Exception?> ended)
    {
        (Tiers, _options, _take, _ended, _ping) = (grant.Tiers, options, take, ended, new(options.Time));
        _silent = new(SilentAfter, options.Time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(_silent.Token);
        Opened = _heard = options.Time.GetTimestamp();
    }

    public IReadOnlySet<string> Tiers { get; }

    /// <summary>When it was opened, as a timestamp.</summary>
    public long Opened { get; }

    /// <summary>When the service last gave a sign of life, as a timestamp.</summary>
    public long Heard => Volatile.Read(ref _heard);

    /// <summary>Nothing will come of it any more.</summary>
    public bool IsGone => _gone;

    /// <summary>It answered since it was asked to, and all that was sent over it before has come; else some of it may be missing.</summary>
    public bool IsProven => Volatile.Read(ref _pongs) >= Volatile.Read(ref _proof);

    private TimeSpan SilentAfter => 2.5 * _options.PingEvery;

    /// <summary>Opens a connection; when this returns it is a member of its groups.</summary>
    /// <param name="grant">Where to, and for which tiers.</param>
    /// <param name="options">How.</param>
    /// <param name="connect">Opens the WebSocket.</param>
    /// <param name="take">Is given what arrives, from one thread at a time.</param>
    /// <param name="ended">Is told once when it ends by itself, with the reason where there is one.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="WebSocketException">It could not be opened.</exception>
    public static async Task<Link> OpenAsync(
        Grant grant, LiveViewClientOptions options, Func<Uri, CancellationToken, Task<WebSocket>> connect, Action<ViewerUpdate> take, Action<Link, Exception?> ended,
        CancellationToken token)
    {
        var link = new Link(grant, options, take, ended);
        using var deadline = new CancellationTokenSource(options.ConnectWithin, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
            var socket = await connect(grant.Url, either.Token);
            link._running = link.RunAsync(socket);
            await link._joined.Task.WaitAsync(either.Token);
            return link;
        }
        catch (Exception fault)
        {
            await link.DisposeAsync();
            if (fault is OperationCanceledException && !token.IsCancellationRequested)
                throw new WebSocketException($"No connection within {options.ConnectWithin}.", fault);
            throw;
        }
    }

    /// <summary>Asks for an answer now. It comes after whatever was sent to us before.</summary>
    public void Prove()
    {
        Volatile.Write(ref _proof, Volatile.Read(ref _pings) + 1);
        _ping.Ring();
    }

    /// <summary>Leaves, and returns when nothing of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
#pragma warning disable VSTHRD003 // our own loop, begun by OpenAsync
        await _running;
#pragma warning restore VSTHRD003
        _silent.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(WebSocket socket)
    {
        Exception? why = null;
        using var pinging = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var pings = PingAsync(socket, pinging.Token);
        try
        {
            while (await ReceiveAsync(socket))
                Read();
        }
#pragma warning disable CA1031 // whatever ended it, it has ended: the socket is let go of, and who owns it is told
        catch (Exception end)
#pragma warning restore CA1031
        {
            why = _silent.IsCancellationRequested ? new WebSocketException($"The service was silent for {SilentAfter}.", end) : end;
        }

        await pinging.CancelAsync();
        await pings;
        await FarewellAsync(socket);
        socket.Dispose();
        _gone = true;
        var meant = _stop.IsCancellationRequested && !_silent.IsCancellationRequested;
        if (!_joined.TrySetException(why ?? new WebSocketException("The service closed the connection before it was joined.")) && !meant)
            _ended(this, why);
    }

    /// <summary>The next message; false at the end.</summary>
    private async Task<bool> ReceiveAsync(WebSocket socket)
    {
        _message.ResetWrittenCount();
        while (true)
        {
            var part = await socket.ReceiveAsync(_message.GetMemory(4_096), _stop.Token);
            Volatile.Write(ref _heard, _options.Time.GetTimestamp());
            _silent.CancelAfter(SilentAfter);
            if (part.MessageType == WebSocketMessageType.Close)
                return false;
            _message.Advance(part.Count);
            if (_message.WrittenCount > LargestMessage)
                throw new WebSocketException($"A message is longer than {LargestMessage} bytes.");
            if (part.EndOfMessage)
                return true;
        }
    }

    private void Read()
    {
        try
        {
            using var json = JsonDocument.Parse(_message.WrittenMemory);
            var frame = json.RootElement;
            var type = frame.GetProperty("type"u8);
            if (type.ValueEquals("system"u8) && frame.GetProperty("event"u8).ValueEquals("connected"u8))
                _joined.TrySetResult();
            else if (type.ValueEquals("pong"u8))
                Interlocked.Increment(ref _pongs);
            else if (type.ValueEquals("message"u8))
                _take(ViewerUpdate.Read(frame.GetProperty("data"u8)));
        }
        catch (Exception broken) when (broken is FormatException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            _options.Report(broken); // one bad message is no reason to leave: what it should have been is missed, and asked for
        }
    }

    private async Task PingAsync(WebSocket socket, CancellationToken token)
    {
        try
        {
            while (true)
            {
                await _ping.WaitAsync(_options.PingEvery, token);
                Interlocked.Increment(ref _pings);
                await socket.SendAsync(Ping, WebSocketMessageType.Text, endOfMessage: true, token);
            }
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The one who receives is told too.
        }
    }

    private async Task FarewellAsync(WebSocket socket)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var deadline = new CancellationTokenSource(FarewellWithin, _options.Time);
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        }
        catch (Exception end) when (end is WebSocketException or OperationCanceledException or IOException)
        {
            // It is closed anyway.
        }
    }
}
