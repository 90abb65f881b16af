using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using LiveView.Local.Exchanges.Formats;

namespace LiveView.Local.Exchanges;

/// <summary>Somebody who is connected: told everything from then on, in order. One who does not read is cut off, as exchanges do.</summary>
internal sealed class Listener(WebSocket socket, IExchangeFormat format) : IDisposable
{
    private const int Capacity = 50_000;

    private readonly Channel<string> _messages = Channel.CreateBounded<string>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private readonly CancellationTokenSource _cut = new();

    /// <summary>Tells it something; false when it has not read for too long.</summary>
    public bool Tell(string message) => _messages.Writer.TryWrite(message);

    /// <summary>Ends the connection from one moment to the next.</summary>
    public void Cut() => _cut.Cancel();

    /// <summary>Runs until either side ends it.</summary>
    /// <param name="answer">What an order is answered; called with the order.</param>
    /// <param name="token">Ends it.</param>
    public async Task RunAsync(Func<JsonElement, IEnumerable<string>> answer, CancellationToken token)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(token, _cut.Token);
        var sending = SendAsync(ended.Token);
        await ReceiveAsync(answer, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Abort();
    }

    public void Dispose() => _cut.Dispose();

    private async Task SendAsync(CancellationToken token)
    {
        await foreach (var message in _messages.Reader.ReadAllAsync(token))
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, token);
    }

    private async Task ReceiveAsync(Func<JsonElement, IEnumerable<string>> answer, CancellationToken token)
    {
        var buffer = new byte[64 << 10]; // orders are small
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), token);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
            }
            while (!part.EndOfMessage && length < buffer.Length);
            using var order = JsonDocument.Parse(buffer.AsMemory(0, length));
            foreach (var message in answer(order.RootElement))
                Tell(message);
        }
    }

    public override string ToString() => format.Exchange;
}
