using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LiveView.Local.Tests.PubSub;

/// <summary>A WebSocket client of bytes: it sends what a test tells it to, right or wrong, and shows what comes back.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient tcp = new();
    private NetworkStream? stream;

    /// <summary>The status of the handshake.</summary>
    public int Status { get; private set; }

    /// <summary>The head of the answer to the handshake.</summary>
    public string Head { get; private set; } = "";

    public string? Subprotocol => Header("Sec-WebSocket-Protocol");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NetworkStream Stream => stream ?? throw new InvalidOperationException("Not connected.");

    public static async Task<RawClient> ConnectAsync(Uri endpoint, string target, params string[] headers)
    {
        var client = new RawClient();
        await client.tcp.ConnectAsync(IPAddress.Loopback, endpoint.Port, Token);
        client.tcp.NoDelay = true;
        client.stream = client.tcp.GetStream();
        string[] lines =
        [
            $"GET {target} HTTP/1.1", $"Host: {endpoint.Authority}", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .. headers, "", "",
        ];
        await client.SendBytesAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", lines)));
        await client.ReadHeadAsync();
        return client;
    }

    public string? Header(string name) => Head.Split("\r\n")
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public Task SendTextAsync(string text) => SendFrameAsync(0x81, Encoding.UTF8.GetBytes(text));

    /// <summary>Sends an event of the JSON protocol and reads on until it is acknowledged.</summary>
    public async Task<(bool Success, string? Error)> EventAsync(string name, string data, int ackId, string type = "text")
    {
        await SendTextAsync($$"""{"type":"event","event":"{{name}}","ackId":{{ackId}},"dataType":"{{type}}","data":{{data}}}""");
        while (true)
        {
            var message = await ReadJsonAsync();
            if (message.GetProperty("type").GetString() != "ack") continue;
            return (message.GetProperty("success").GetBoolean(), message.TryGetProperty("error", out var error) ? error.GetProperty("name").GetString() : null);
        }
    }

    /// <summary>Sends one frame.</summary>
    /// <param name="first">Its first byte: FIN, reserved bits and opcode.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="masked">Whether it is masked, as a client's must be.</param>
    public Task SendFrameAsync(byte first, byte[] payload, bool masked = true) => SendBytesAsync(Frame(first, payload, masked));

    public static byte[] Frame(byte first, byte[] payload, bool masked = true)
    {
        byte[] key = [0x37, 0xfa, 0x21, 0x3d];
        var mask = masked ? 0x80 : 0;
        var length = new byte[8];
        byte[] header;
        if (payload.Length < 126) header = [first, (byte)(mask | payload.Length)];
        else if (payload.Length <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
            header = [first, (byte)(mask | 126), .. length[..2]];
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
            header = [first, (byte)(mask | 127), .. length];
        }

        return masked ? [.. header, .. key, .. payload.Select((b, i) => (byte)(b ^ key[i & 3]))] : [.. header, .. payload];
    }

    public async Task SendBytesAsync(byte[] bytes) => await Stream.WriteAsync(bytes, Token);

    public async Task<(int Opcode, byte[] Payload)> ReadFrameAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        var header = await ReadAsync(2, deadline.Token);
        Assert.Equal(0, header[1] & 0x80);
        var length = (header[1] & 0x7F) switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2, deadline.Token)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8, deadline.Token)),
            var small => small,
        };
        return (header[0] & 0xF, await ReadAsync(length, deadline.Token));
    }

    /// <summary>The next message as text, pings answered on the way.</summary>
    public async Task<string> ReadTextAsync()
    {
        while (true)
        {
            var (opcode, payload) = await ReadFrameAsync();
            if (opcode == 9)
            {
                await SendFrameAsync(0x8A, payload);
                continue;
            }

            Assert.True(opcode is 1 or 2, $"A message was expected, not opcode {opcode}: {Encoding.UTF8.GetString(payload)}");
            return Encoding.UTF8.GetString(payload);
        }
    }

    public async Task<JsonElement> ReadJsonAsync() => JsonDocument.Parse(await ReadTextAsync()).RootElement.Clone();

    /// <summary>Reads until the close frame; null when the connection just ended.</summary>
    public async Task<(int Code, string Reason)?> ReadCloseAsync()
    {
        try
        {
            while (true)
            {
                var (opcode, payload) = await ReadFrameAsync();
                if (opcode != 8) continue;
                return payload.Length == 0 ? (0, "") : (BinaryPrimitives.ReadUInt16BigEndian(payload), Encoding.UTF8.GetString(payload.AsSpan(2)));
            }
        }
        catch (Exception e) when (e is IOException or EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>A close frame as a client sends it.</summary>
    public Task CloseAsync(int? code = null, string reason = "")
    {
        var payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)(code ?? 0));
        return SendFrameAsync(0x88, code is null ? [] : [.. payload, .. Encoding.UTF8.GetBytes(reason)]);
    }

    /// <summary>Cuts the wire: the server sees a reset.</summary>
    public void Cut()
    {
        tcp.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        tcp.Close();
    }

    public void Dispose() => tcp.Dispose();

    private async Task<byte[]> ReadAsync(int count, CancellationToken token)
    {
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes, token);
        return bytes;
    }

    private async Task ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)(await ReadAsync(1, Token))[0]);
        Head = head.ToString();
        Status = int.Parse(Head.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }
}
