using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LiveView.Benchmarks.FanOut;

/// <summary>The publisher of the load client in C#: one connection, whose answers are read and forgotten.</summary>
internal sealed class ManagedPublisher : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly MemoryStream batch = new();

    public static async Task<ManagedPublisher> ConnectAsync(int port, byte[] hello)
    {
        var publisher = new ManagedPublisher();
        await publisher.socket.ConnectAsync(IPAddress.Loopback, port);
        if (hello.Length > 0)
        {
            await publisher.socket.SendAsync(hello);
            await publisher.socket.ReceiveAsync(new byte[64 * 1024]);
        }

        // Ends with the socket.
        _ = publisher.ForgetAsync();
        return publisher;
    }

    /// <summary>Publishes messages one behind the other; without a template the server is told to make them.</summary>
    public void Publish(int count, int size, (byte[] Prefix, byte[] Suffix)? template)
    {
        batch.SetLength(0);
        if (template is not { } around) batch.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P {count} {size}\n")));
        else
        {
            for (var i = 0; i < count; i++)
            {
                batch.Write(around.Prefix);
                batch.Write(Encoding.ASCII.GetBytes(("^" + Stopwatch.GetTimestamp().ToString("x16", CultureInfo.InvariantCulture)).PadRight(size, 'x')));
                batch.Write(around.Suffix);
            }
        }

        socket.Send(batch.GetBuffer().AsSpan(0, (int)batch.Length));
    }

    public void Dispose()
    {
        socket.Dispose();
        batch.Dispose();
    }

    private async Task ForgetAsync()
    {
        var answers = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(answers) > 0)
            {
                // What the server answers is of no interest; what it delivers is counted.
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }
}
