using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LiveView.Testing;

/// <summary>The network between viewers and the service, on a port of its own: it can be blocked, cut, and slow to bring anything.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<int> _service;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, Task> _open = new();
    private readonly Task _accepting;
    private TaskCompletionSource _flows = Flowing();
    private int _opened;

    /// <summary>A wire to whatever listens on this port of the loopback.</summary>
    public Wire(Func<int> service)
    {
        _service = service;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where viewers connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections are closed as soon as they are there.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Connections that were let through so far.</summary>
    public int Opened => Volatile.Read(ref _opened);

    /// <summary>Connections that are there now.</summary>
    public int Open => _open.Count;

    /// <summary>Breaks every connection without a word.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys)
            socket.Close(0);
    }

    /// <summary>Nothing is read from the service any more: its buffers fill, as with a viewer that does not read.</summary>
    public void Stall() => _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Everything is read again.</summary>
    public void Flow() => _flows.TrySetResult();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Flow();
        Cut();
#pragma warning disable VSTHRD003 // our own loop, begun by the constructor
        await _accepting;
#pragma warning restore VSTHRD003
        await Task.WhenAll(_open.Values);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var viewer = await _listener.AcceptSocketAsync(_stop.Token);
                if (IsBlocked)
                {
                    viewer.Close(0);
                    continue;
                }

                // Listed before it begins: it may have ended before we are heard of again.
                var carried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _open[viewer] = carried.Task;
                _ = CarryAsync(viewer, carried);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(Socket viewer, TaskCompletionSource carried)
    {
        try
        {
            using var service = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 8_192 };
            viewer.NoDelay = true;
            await service.ConnectAsync(IPAddress.Loopback, _service(), _stop.Token);
            Interlocked.Increment(ref _opened);
            var there = CopyAsync(viewer, service, waits: false);
            var back = CopyAsync(service, viewer, waits: true);
            await Task.WhenAny(there, back);
            service.Close(0);
            viewer.Close(0);
            await Task.WhenAll(there, back);
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or there is no service now.
        }
        finally
        {
            viewer.Close(0);
            _open.TryRemove(viewer, out _);
            carried.SetResult();
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool waits)
    {
        var buffer = new byte[4_096];
        try
        {
            while (true)
            {
                if (waits)
                    await _flows.Task.WaitAsync(_stop.Token);
                var count = await from.ReceiveAsync(buffer, _stop.Token);
                if (count == 0)
                    return;
                await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private static TaskCompletionSource Flowing()
    {
        var flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        flows.SetResult();
        return flows;
    }
}
