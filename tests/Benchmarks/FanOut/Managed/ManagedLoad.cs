using System.Diagnostics;
using System.Globalization;

namespace LiveView.Benchmarks.FanOut;

/// <summary>The load client in C#, for a machine without a C compiler. It takes the same orders as <c>load/load.c</c>, which says what they mean.</summary>
internal sealed class ManagedLoad : IDisposable
{
    private const int AtOnce = 256;

    private readonly Arrivals arrivals = new();
    private readonly ManagedClient[] clients;
    private ManagedPublisher? publisher;
    private bool byControl;
    private long published;
    private long counted;

    private ManagedLoad(int count, int readyAfter) => clients = [.. Enumerable.Range(0, count).Select(_ => new ManagedClient(arrivals, readyAfter))];

    private int Open => clients.Count(static client => client.IsOpen);

    private int Reading => clients.Count(static client => client.IsOpen && !client.IsMuted);

    public static async Task<int> RunAsync(string[] arguments, TextReader orders, TextWriter answers)
    {
        using var load = new ManagedLoad(Number(arguments[1]), Number(arguments[4]));
        var began = Stopwatch.GetTimestamp();
        await load.ConnectAsync(Number(arguments[0]), Bytes(arguments[2]), Bytes(arguments[3]));
        await answers.WriteLineAsync(Invariant($"{{\"open\":{load.Open},\"lost\":{load.clients.Length - load.Open},\"seconds\":{Stopwatch.GetElapsedTime(began).TotalSeconds}}}"));
        while (await orders.ReadLineAsync() is { } line && line.Split(' ') is var order && order[0] != "quit") await load.ObeyAsync(order, answers);
        return 0;
    }

    public void Dispose()
    {
        publisher?.Dispose();
        foreach (var client in clients) client.Dispose();
    }

    private Task ConnectAsync(int port, byte[] request, byte[] hello) =>
        Parallel.ForEachAsync(clients, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (client, _) =>
        {
            // It reads until the process ends; what ends it early shows in the number of open ones.
            var life = client.RunAsync(port, request, hello);
            await Task.WhenAny(client.Ready, life);
        });

    private async Task ObeyAsync(string[] order, TextWriter answers)
    {
        switch (order[0])
        {
            case "control": byControl = true; break;
            case "template": byControl = false; break;
            case "publisher": publisher = await ManagedPublisher.ConnectAsync(Number(order[1]), Bytes(order[2])); break;
            case "mute": Mute(Number(order[1])); break;
            case "run":
                var template = byControl ? null : ((byte[], byte[])?)(Bytes(order[5]), Bytes(order[6]));
                await RunAsync(double.Parse(order[1], CultureInfo.InvariantCulture), Number(order[2]), Number(order[3]), Number(order[4]), template, answers);
                return;
            default: throw new FormatException($"'{order[0]}' is no order.");
        }

        await answers.WriteLineAsync("{\"done\":true}");
    }

    private void Mute(int count)
    {
        var left = count;
        foreach (var client in clients.Where(static client => client.IsOpen)) client.Mute(left-- > 0);
    }

    private async Task RunAsync(double seconds, int rate, int size, int window, (byte[], byte[])? template, TextWriter answers)
    {
        var sender = publisher ?? throw new InvalidOperationException("There is no publisher yet.");
        await SettleAsync(TimeSpan.FromSeconds(5));
        var before = arrivals.Count;
        Publish(sender, 1, size, template);
        await UntilAsync(() => arrivals.Count - before >= Reading, TimeSpan.FromSeconds(10));
        var heard = arrivals.Count - before;
        (published, counted) = (0, arrivals.Count);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(rate > 0 ? 1000.0 / rate : 1), TimeProvider.System);
        var warm = await PublishAsync(sender, tick, seconds / 4, rate, size, window, template);
        arrivals.Forget();
        var (from, count) = (Stopwatch.GetTimestamp(), arrivals.Count);
        await answers.WriteLineAsync("{\"started\":true}");
        var (sent, held) = await PublishAsync(sender, tick, seconds, rate, size, window, template);
        var open = Open;
        await answers.WriteLineAsync(Invariant(
            $"{{\"seconds\":{Stopwatch.GetElapsedTime(from).TotalSeconds},\"delivered\":{arrivals.Count - count},\"published\":{sent},\"held\":{held},\"p50\":{arrivals.Percentile(0.5)},\"p99\":{arrivals.Percentile(0.99)},\"heard\":{heard},\"open\":{open},\"lost\":{clients.Length - open},\"warm\":{warm.Sent}}}"));
        await SettleAsync(TimeSpan.FromSeconds(10));
    }

    private async Task<(long Sent, long Held)> PublishAsync(ManagedPublisher sender, PeriodicTimer tick, double seconds, int rate, int size, int window, (byte[], byte[])? template)
    {
        var (began, before, held) = (Stopwatch.GetTimestamp(), published, 0L);
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds && await tick.WaitForNextTickAsync())
        {
            var due = Outstanding();
            if (rate > 0 && due < window) Publish(sender, 1, size, template);
            else if (rate > 0) held++;
            else if (due <= window / 2) Publish(sender, window - (int)due, size, template);
        }

        return (published - before, held);
    }

    private void Publish(ManagedPublisher sender, int count, int size, (byte[], byte[])? template)
    {
        published += count;
        sender.Publish(count, size, template);
    }

    private long Outstanding()
    {
        var reading = Reading;
        return reading == 0 ? 0 : Math.Max(0, (published * reading) - (arrivals.Count - counted)) / reading;
    }

    private async Task SettleAsync(TimeSpan most)
    {
        await UntilAsync(() => Outstanding() == 0, most);
        (published, counted) = (0, arrivals.Count);
    }

    private static async Task UntilAsync(Func<bool> met, TimeSpan most)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        while (!met() && Stopwatch.GetElapsedTime(began) < most) await tick.WaitForNextTickAsync();
    }

    private static byte[] Bytes(string hex) => hex == "-" ? [] : Convert.FromHexString(hex);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
