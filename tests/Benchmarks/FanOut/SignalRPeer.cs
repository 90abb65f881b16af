using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveView.Benchmarks.FanOut;

/// <summary>ASP.NET's SignalR with its JSON protocol over WebSocket, as its documentation shows a broadcast.</summary>
internal static class SignalRPeer
{
    public static async Task<int> RunAsync(int port, int control)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        // Its own heartbeat is put off beyond a run: the load client does not speak it.
        builder.Services.AddSignalR(options => options.ClientTimeoutInterval = options.KeepAliveInterval = TimeSpan.FromMinutes(10));
        await using var app = builder.Build();
        app.MapHub<Everyone>("/hub");
        using var orders = new TcpListener(IPAddress.Loopback, control);
        orders.Start();
        await app.StartAsync();
        var hub = app.Services.GetRequiredService<IHubContext<Everyone>>();
        while (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            using var publisher = await orders.AcceptTcpClientAsync();
            await ObeyAsync(publisher, hub.Clients);
        }

        return 0;
    }

    private static async Task ObeyAsync(TcpClient publisher, IHubClients clients)
    {
        using var lines = new StreamReader(publisher.GetStream());
        try
        {
            while (await lines.ReadLineAsync() is { } line)
            {
                var order = line.Split(' ');
                var (count, size) = (Number(order[1]), Number(order[2]));
                for (var i = 0; i < count; i++) await clients.All.SendAsync("m", Message(size));
            }
        }
        catch (IOException)
        {
            // The load client left.
        }
    }

    private static string Message(int size) =>
        ("^" + Stopwatch.GetTimestamp().ToString("x16", CultureInfo.InvariantCulture)).PadRight(size, 'x');

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Everyone : Hub;
}
