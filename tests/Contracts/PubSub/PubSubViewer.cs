using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LiveView.Contracts.Tests.PubSub;

/// <summary>A viewer that speaks json.webpubsub.azure.v1 on a plain socket, so that nothing of ours stands between the test and the service.</summary>
internal sealed class PubSubViewer : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();

    private PubSubViewer() => _socket.Options.AddSubProtocol("json.webpubsub.azure.v1");

    public string ConnectionId { get; private set; } = "";

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>Connects, and waits until the service says that it is connected.</summary>
    public static async Task<PubSubViewer> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var viewer = new PubSubViewer();
        await viewer._socket.ConnectAsync(address, cancellationToken);
        var connected = await viewer.NextAsync(cancellationToken);
        viewer.ConnectionId = connected?.GetProperty("connectionId").GetString() ?? "";
        return viewer;
    }

    /// <summary>The next message; null when the service closed.</summary>
    public async Task<JsonElement?> NextAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            await message.WriteAsync(buffer.AsMemory(0, received.Count), cancellationToken);
            if (!received.EndOfMessage)
                continue;
            var text = Encoding.UTF8.GetString(message.ToArray());
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Reads up to a message from a group or the server with this text, and gives the texts on the way, that one excluded.</summary>
    public async Task<List<string>> UntilAsync(string text, CancellationToken cancellationToken)
    {
        List<string> before = [];
        while (await NextAsync(cancellationToken) is { } message)
        {
            if (message.GetProperty("type").GetString() != "message")
                continue;
            var data = message.GetProperty("data").ToString();
            if (data == text)
                return before;
            before.Add(data);
        }
        throw new InvalidOperationException($"The service closed before it sent '{text}'.");
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
