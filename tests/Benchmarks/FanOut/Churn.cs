using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace LiveView.Benchmarks.FanOut;

/// <summary>
/// Viewers come and go without end: connect, are in a group, hear a few messages, then close, are cut, or stop reading and are cut.
/// Whatever a connection took must come back: handles, memory and queues are looked at while it goes on, and after everybody has left.
/// </summary>
internal static class Churn
{
    private const int Viewers = 64;
    private const int Size = 512;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(int minutes, TextWriter output)
    {
        var ports = Ports.Free();
        var plan = PeerCatalog.All[0].Plan(ports, "");
        await using var server = await ServerProcess.StartAsync(plan, ports);
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(minutes), TimeProvider.System);
        var address = new Uri($"ws://127.0.0.1:{ports.Viewers}{plan.Path}");
        var cycles = new int[Viewers];
        Task[] all = [PublishAsync(plan, end.Token), .. Enumerable.Range(0, Viewers).Select(i => ViewAsync(address, i, cycles, end.Token))];
        await output.WriteLineAsync($"{Viewers} viewers come and go for {minutes} min, 100 publishes a second of {Size} B\n  second    cycles  handles  resident MB");
        List<(int Handles, double Memory)> looks = [];
        using var timer = new PeriodicTimer(Look);
        for (var second = Look; second.TotalMinutes < minutes; second += Look)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            looks.Add((server.Handles, server.ResidentBytes / 1e6));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  {second.TotalSeconds,6:F0}  {cycles.Sum(),8}  {looks[^1].Handles,7}  {looks[^1].Memory,11:F1}"));
        }

        await Task.WhenAll(all);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri($"http://127.0.0.1:{ports.Viewers}/metrics"));
        foreach (var line in metrics.Split('\n').Where(static line => line.StartsWith("pubsub_", StringComparison.Ordinal)))
            await output.WriteLineAsync($"  {line}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  after all have left: {server.Handles} handles, {server.ResidentBytes / 1e6:F1} MB\nTargets"));
        var (early, late) = (looks.Take(looks.Count / 3).ToList(), looks.Skip(looks.Count * 2 / 3).ToList());
        Targets.AtMost(output, "resident memory, the last third against the first", late.Average(static one => one.Memory) / early.Average(static one => one.Memory), 1.1);
        Targets.AtMost(output, "handles, the last third against the first", late.Average(static one => one.Handles) / early.Average(static one => one.Handles), 1.1);
        return 0;
    }

    private static async Task ViewAsync(Uri address, int number, int[] cycles, CancellationToken token)
    {
        var buffer = new byte[4_096];
        while (!token.IsCancellationRequested)
        {
            using var socket = new ClientWebSocket();
            try
            {
                await socket.ConnectAsync(address, token);
                for (var heard = 0; heard < 3; heard++)
                    await socket.ReceiveAsync(buffer.AsMemory(), token);
                if (cycles[number] % 3 == 0)
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token);
                else if (cycles[number] % 3 == 1)
                    await Task.Delay(Pause * 20, TimeProvider.System, token); // hears nothing of what comes now
            }
            catch (Exception cut) when (cut is WebSocketException or OperationCanceledException or IOException)
            {
                // The evening is over, or the server cut first.
            }

            cycles[number]++;
        }
    }

    private static async Task PublishAsync(Plan plan, CancellationToken token)
    {
        using var tcp = new TcpClient("127.0.0.1", plan.PublisherPort);
        await using var stream = tcp.GetStream();
        var (prefix, suffix) = plan.Template?.Invoke(Size) ?? throw new InvalidOperationException("The plan says how to publish.");
        byte[] message = [.. prefix, .. new byte[Size], .. suffix];
        var answers = new byte[65_536];
        using var timer = new PeriodicTimer(Pause);
        while (!token.IsCancellationRequested)
        {
            await stream.WriteAsync(message, CancellationToken.None);
            _ = await stream.ReadAsync(answers, CancellationToken.None);
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
