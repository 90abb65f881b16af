using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveView.Handler.Tests.Fuzz;

/// <summary>HTTP as bytes, because a good client would mend what is sent.</summary>
internal sealed class RawConnection(IPEndPoint server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] _piece = new byte[65_536];
    private Socket? _socket;
    private int _at;
    private int _end;

    /// <summary>Sends a request and reads what is answered.</summary>
    /// <param name="request">Its bytes.</param>
    /// <param name="closes">Whether nothing follows, which the server is told.</param>
    /// <param name="isHead">Whether an answer has no body though it tells its length.</param>
    /// <param name="token">Ends the wait.</param>
    /// <returns>The status, 0 when the server closed without one, and the text.</returns>
    /// <exception cref="TimeoutException">Nothing was answered.</exception>
    public async Task<(int Status, string Text)> AskAsync(ReadOnlyMemory<byte> request, bool closes, bool isHead, CancellationToken token)
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, token);
        try
        {
            var socket = await ConnectAsync(linked.Token);
            await socket.SendAsync(request, linked.Token);
            if (closes)
                socket.Shutdown(SocketShutdown.Send);
            var answer = await ReadAsync(isHead, linked.Token);
            if (closes || answer.Closes)
                Close();
            return (answer.Status, answer.Text);
        }
        catch (OperationCanceledException late) when (!token.IsCancellationRequested)
        {
            Close();
            throw new TimeoutException("Nothing was answered.", late);
        }
        catch (Exception cut) when (cut is SocketException or EndOfStreamException)
        {
            Close();
            return (0, ""); // refused in the middle: its right
        }
    }

    public void Dispose() => Close();

    private async Task<Socket> ConnectAsync(CancellationToken token)
    {
        if (_socket is not null)
            return _socket;
        (_at, _end) = (0, 0);
        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await _socket.ConnectAsync(server, token);
        return _socket;
    }

    private async Task<(int Status, string Text, bool Closes)> ReadAsync(bool isHead, CancellationToken token)
    {
        while (true)
        {
            var line = await LineAsync(token);
            var status = int.Parse(line.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
            var (length, isChunked, closes) = ((long?)null, false, false);
            while (await LineAsync(token) is { Length: > 0 } header)
            {
                if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    length = long.Parse(header.AsSpan(15), System.Globalization.CultureInfo.InvariantCulture);
                isChunked |= header.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
                closes |= header.StartsWith("Connection: close", StringComparison.OrdinalIgnoreCase);
            }

            if (status < 200)
                continue; // the answer is still to come
            var text = isHead || status is 204 or 304 ? "" : isChunked ? await ChunksAsync(token) : await BytesAsync(length ?? 0, token);
            return (status, text, closes);
        }
    }

    private async Task<string> ChunksAsync(CancellationToken token)
    {
        var text = new StringBuilder();
        while (long.Parse(await LineAsync(token), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture) is var size and > 0)
        {
            text.Append(await BytesAsync(size, token));
            await LineAsync(token);
        }

        await LineAsync(token);
        return text.ToString();
    }

    private async Task<string> BytesAsync(long count, CancellationToken token)
    {
        var text = new StringBuilder();
        for (; count > 0; count--)
            text.Append((char)await ByteAsync(token));
        return text.ToString();
    }

    private async Task<string> LineAsync(CancellationToken token)
    {
        var line = new StringBuilder();
        while (await ByteAsync(token) is var letter && letter != '\n')
            line.Append((char)letter);
        return line.ToString().TrimEnd('\r');
    }

    private async ValueTask<byte> ByteAsync(CancellationToken token)
    {
        if (_at == _end)
        {
            (_at, _end) = (0, await _socket!.ReceiveAsync(_piece, token)); // connected before
            if (_end == 0)
                throw new EndOfStreamException();
        }

        return _piece[_at++];
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
