using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Benchmarks.FanOut;
using LiveView.Local;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Benchmarks.Soak;

/// <summary>
/// The whole house with all five feeds for so many minutes: some viewers stay, others come for ten seconds and go. Nobody may be shown anything twice,
/// out of order or wrong, nothing may be missing, and what the handler needs may not grow.
/// </summary>
internal static class SoakBenchmark
{
    private const int Guests = 50;
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(10);
    private static readonly string[] Tiers =
    [
        "market:coinbase.btc-usd/market", "market:coinbase.btc-usd/trades", "market:binance.ethusdt/market", "market:binance.ethusdt/trades",
        "market:kraken.xbt-usd/trades", "market:hose/market", "market:hose/index", "tv:pattern/now", "tv:pattern/events",
    ];

    public static async Task<int> RunAsync(int minutes, TextWriter output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 3); // a third of it is compared with another
        var data = Directory.CreateTempSubdirectory("liveview-soak-");
        var options = new LocalOptions { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = data.FullName, Speed = 3, Market = true, Games = true, Ward = true, Station = true };
        foreach (var limit in new[] { "ConnectionsPerAddress", "ConnectionsPerSubject", "AttemptBurst", "RequestsPerSecond" })
            options.Settings[$"Limits__{limit}"] = "0"; // all come from one address
        try
        {
            await using var azure = await SmallAzure.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
            return await WatchAsync(azure, TimeSpan.FromMinutes(minutes), output);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<int> WatchAsync(SmallAzure azure, TimeSpan length, TextWriter output)
    {
        var server = azure.Functions!.Endpoint;
        using var http = new HttpClient { BaseAddress = server };
        using var end = new CancellationTokenSource(length, TimeProvider.System);
        var witnesses = Tiers.Select(tier => Witness.Of(server, tier)).ToList();
        var (coming, guests) = (new Guestbook(server, http), new List<Task>());
        for (var n = 0; n < Guests; n++)
            guests.Add(coming.ComeAndGoAsync(n, Stay, end.Token));
        await output.WriteLineAsync($"{Tiers.Length} viewers stay and {Guests} come again every {Stay.TotalSeconds} s, for {length.TotalMinutes} min\n  minute   changes    visits  refused  faults  handles  resident MB");
        List<(int Handles, double Memory)> looks = [];
        var started = Stopwatch.GetTimestamp();
        while (!end.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var handler = Process.GetProcessById(azure.Functions.HandlerProcessId!.Value);
            looks.Add((handler.HandleCount, handler.WorkingSet64 / 1e6));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Stopwatch.GetElapsedTime(started).TotalMinutes,6:F1}  {witnesses.Sum(static one => one.Changes) + coming.Changes,8}  {coming.Visits,8}  {coming.Refused,7}  {witnesses.Sum(static one => one.Faults) + coming.Faults,6}  {looks[^1].Handles,7}  {looks[^1].Memory,11:F1}"));
        }

        await Task.WhenAll(guests);
        foreach (var floor in azure.Exchanges!.Floors.Values)
            floor.IsOpen = false;
        var agreed = 0;
        foreach (var witness in witnesses)
            agreed += await AgreesAsync(http, witness) ? 1 : 0;
        await output.WriteLineAsync($"  {agreed} of {witnesses.Count} who stayed show what the server has; they had to connect {witnesses.Sum(static one => one.Connections)} times\nTargets");
        var faults = witnesses.Sum(static one => one.Faults) + coming.Faults;
        foreach (var witness in witnesses)
            await witness.DisposeAsync();
        var (early, late) = (looks.Take(looks.Count / 3).ToList(), looks.Skip(looks.Count * 2 / 3).ToList());
        Targets.AtMost(output, "shown twice, out of order, wrong or missing", faults, 0);
        Targets.AtLeast(output, "of those who stayed show what the server has, %", agreed * 100.0 / Tiers.Length, 100);
        Targets.AtMost(output, "handler's resident memory, the last third against the first", late.Average(static one => one.Memory) / early.Average(static one => one.Memory), 1.1);
        Targets.AtMost(output, "handler's handles, the last third against the first", late.Average(static one => one.Handles) / early.Average(static one => one.Handles), 1.1);
        return faults == 0 && agreed == Tiers.Length ? 0 : 1;
    }

    /// <summary>What goes on moving is asked until both were looked at between two moves.</summary>
    private static async Task<bool> AgreesAsync(HttpClient http, Witness witness)
    {
        for (var n = 0; n < 300; n++)
        {
            var state = (await http.GetFromJsonAsync<JsonElement>($"api/tiers/{witness.Tier}")).GetProperty("state");
            if (witness.Shows(state.GetProperty("offset").GetInt64(), state.GetProperty("hash").GetString()!))
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        return false;
    }
}
