using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LiveView.Benchmarks.FanOut;

/// <summary>The load client: a process of its own, told what to do line by line.</summary>
internal sealed class LoadClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(70);

    private readonly Process process;
    private readonly Plan plan;
    private readonly Task<string> errors;

    private LoadClient(Process process, Plan plan)
    {
        this.process = process;
        this.plan = plan;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>How many clients are connected.</summary>
    public int Open { get; private set; }

    /// <summary>Seconds until all were.</summary>
    public double ConnectSeconds { get; private set; }

    /// <param name="program">The compiled one; null takes the one in C#.</param>
    /// <param name="plan">Whose clients they are.</param>
    /// <param name="ports">Where the server listens.</param>
    /// <param name="clients">How many.</param>
    /// <exception cref="InvalidOperationException">Not all clients could connect.</exception>
    public static async Task<LoadClient> ConnectAsync(string? program, Plan plan, Ports ports, int clients)
    {
        string[] arguments =
        [
            .. program is null ? [typeof(LoadClient).Assembly.Location, "fanout-load"] : Array.Empty<string>(),
            Text(ports.Viewers), Text(clients), Hex(Wire.Upgrade(plan.Path, plan.Subprotocol, ports.Viewers)), Hex(plan.Hello), Text(plan.Ready),
        ];
        var start = new ProcessStartInfo(program ?? "dotnet", arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var load = new LoadClient(Process.Start(start) ?? throw new InvalidOperationException("The load client did not start."), plan);
        try
        {
            var connected = await load.AnswerAsync();
            load.Open = connected.GetProperty("open").GetInt32();
            load.ConnectSeconds = connected.GetProperty("seconds").GetDouble();
            if (load.Open != clients) throw new InvalidOperationException($"Only {load.Open} of {clients} clients could connect. {await load.FailureAsync()}");
            await load.AskAsync(plan.Template is null ? "control" : "template");
            await load.AskAsync($"publisher {plan.PublisherPort} {Hex(plan.PublisherHello)}");
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    /// <summary>Publishes and counts. <paramref name="probe"/> is asked at the beginning and at the end of what is counted.</summary>
    public async Task<Measurement> RunAsync(double seconds, int rate, int size, int window, Func<double> probe)
    {
        var (prefix, suffix) = plan.Template?.Invoke(size) ?? ([], []);
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"run {seconds} {rate} {size} {window} {Hex(prefix)} {Hex(suffix)}"));
        await AnswerAsync();
        var before = probe();
        var done = await AnswerAsync();
        var used = probe() - before;
        Open = done.GetProperty("open").GetInt32();
        return new Measurement
        {
            CpuSeconds = used,
            Seconds = done.GetProperty("seconds").GetDouble(),
            Delivered = done.GetProperty("delivered").GetInt64(),
            Published = done.GetProperty("published").GetInt64(),
            Held = done.GetProperty("held").GetInt64(),
            P50 = done.GetProperty("p50").GetDouble(),
            P99 = done.GetProperty("p99").GetDouble(),
            Heard = done.GetProperty("heard").GetInt64(),
            Open = Open,
            Lost = done.GetProperty("lost").GetInt32(),
        };
    }

    /// <summary>So many clients stop reading; 0: all read again.</summary>
    public Task MuteAsync(int clients) => AskAsync($"mute {clients}");

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!process.HasExited) await SayAsync("quit");
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task AskAsync(string order)
    {
        await SayAsync(order);
        await AnswerAsync();
    }

    private async Task SayAsync(string order)
    {
        await process.StandardInput.WriteLineAsync(order);
        await process.StandardInput.FlushAsync();
    }

    private async Task<JsonElement> AnswerAsync()
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        var line = await process.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException($"The load client ended. {await FailureAsync()}");
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.Clone();
    }

    private async Task<string> FailureAsync()
    {
        process.StandardInput.Close();
#pragma warning disable VSTHRD003 // read by this object from its start to the end of the process
        return await errors;
#pragma warning restore VSTHRD003
    }

    private static string Hex(byte[] bytes) => bytes.Length == 0 ? "-" : Convert.ToHexStringLower(bytes);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
