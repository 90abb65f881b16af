using System.Net.WebSockets;
using System.Text;

namespace LiveView.Connector.Sockets;

/// <summary>
/// A WebSocket to an exchange: whole messages in, whole messages out, each within its deadline. Silence longer than
/// <see cref="Silence"/> is an end too, for a dead connection says nothing.
/// </summary>
internal sealed class ExchangeSocket : IAsyncDisposable
{
    /// <summary>The largest message; full books of the busiest pairs are some megabytes.</summary>
    private const int MaxMessage = 16 << 20;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SendDeadline = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly TimeProvider _time;
    private byte[] _message = new byte[64 << 10];

    private ExchangeSocket(TimeProvider time)
    {
        _time = time;
        _socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(20);
        _socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(10);
    }

    /// <summary>Connects.</summary>
    /// <exception cref="WebSocketException">Nobody answers, or not as a WebSocket.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<ExchangeSocket> ConnectAsync(Uri address, IReadOnlyDictionary<string, string> headers, TimeProvider time, CancellationToken token)
    {
        var socket = new ExchangeSocket(time);
        foreach (var (name, value) in headers)
            socket._socket.Options.SetRequestHeader(name, value);
        try
        {
            await WithinAsync(ConnectDeadline, deadline => socket._socket.ConnectAsync(address, deadline), time, token);
            return socket;
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a text; one sender at a time.</summary>
    public async Task SendAsync(string text, CancellationToken token)
    {
        await _sending.WaitAsync(token);
        try
        {
            await WithinAsync(SendDeadline, deadline => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, deadline), _time, token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The next whole message, valid until the next call; null when the exchange closed.</summary>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    /// <exception cref="TimeoutException">The exchange fell silent.</exception>
    /// <exception cref="InvalidDataException">The message is larger than any exchange sends.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken token)
    {
        using var silence = new CancellationTokenSource(Silence, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, token);
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(_message.AsMemory(length), either.Token);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                if (part.EndOfMessage)
                    return _message.AsMemory(0, length);
                if (length == MaxMessage)
                    throw new InvalidDataException($"A message of more than {MaxMessage} bytes is no message of an exchange.");
                if (length == _message.Length)
                    Array.Resize(ref _message, Math.Min(MaxMessage, length * 2));
            }
        }
        catch (OperationCanceledException late) when (silence.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new TimeoutException($"The exchange said nothing for {Silence.TotalSeconds} s.", late);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task WithinAsync(TimeSpan limit, Func<CancellationToken, Task> work, TimeProvider time, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
            await work(either.Token);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new TimeoutException($"The exchange did not answer within {limit.TotalSeconds} s.", late);
        }
    }
}
