using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Local;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Benchmarks.Quotes;

/// <summary>
/// Exchanges, connector, hub, host, handler, storage and Web PubSub on this machine, with so many quotes a second offered for so many seconds: what is
/// lost of the trades (nothing), how old the states are, and what it costs the handler and the connector.
/// </summary>
internal static class LiveQuotes
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(90);

    private static readonly (string Exchange, string Symbol, string Topic)[] Numbered =
    [
        ("coinbase", "BTC-USD", "market:coinbase.btc-usd"), ("coinbase", "ETH-USD", "market:coinbase.eth-usd"),
        ("binance", "BTCUSDT", "market:binance.btcusdt"), ("binance", "ETHUSDT", "market:binance.ethusdt"),
    ];

    public static async Task<int> RunAsync(int seconds, int movesPerSecond, TextWriter output)
    {
        var data = Directory.CreateTempSubdirectory("liveview-quotes-");
        var options = new LocalOptions { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = data.FullName, Market = true, MovesPerSecond = movesPerSecond };
        options.ConnectorSettings["Connector__IdleSeconds"] = "0"; // as if all were watched
        try
        {
            await using var azure = await SmallAzure.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
            using var http = new HttpClient { BaseAddress = azure.Functions!.Endpoint };
            await WaitAsync(async () => await CurrentAsync(http, "market:coinbase.btc-usd/trades") is not null);
            var (told, started) = (Told(azure), Stopwatch.GetTimestamp());
            var (handler, connector) = (Cpu(azure.Functions.HandlerProcessId!.Value), Cpu(azure.Connector!.ProcessId));
            await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);
            var (elapsed, offered) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Told(azure) - told);
            handler = Cpu(azure.Functions.HandlerProcessId.Value) - handler;
            connector = Cpu(azure.Connector.ProcessId) - connector;
            foreach (var floor in azure.Exchanges!.Floors.Values)
                floor.IsOpen = false;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{offered} messages in {elapsed:F0} s: {offered / elapsed:F0} a second offered"));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"handler {handler:F1} CPU-s, {handler * 1e6 / offered:F2} per million; connector {connector:F1} CPU-s, {connector * 1e6 / offered:F2} per million"));
            var (isWhole, isYoung) = (await TradesAsync(azure, http, output), await AgesAsync(http, output));
            return isWhole && isYoung ? 0 : 1;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<bool> TradesAsync(SmallAzure azure, HttpClient http, TextWriter output)
    {
        var held = true;
        foreach (var (exchange, symbol, topic) in Numbered)
        {
            var last = JsonDocument.Parse(azure.Exchanges!.Floors[exchange].Truth(symbol)!).RootElement.GetProperty("trade").GetInt64();
            await WaitAsync(async () => (await IdsAsync(http, topic)).LastOrDefault() == last);
            var ids = await IdsAsync(http, topic);
            var whole = ids.Count > 0 && ids[^1] == last && ids.Select((id, i) => id - i).Distinct().Count() == 1;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{topic}/trades: {ids.Count} trades, {(whole ? "each once, in order, to the last" : "NOT WHOLE")}"));
            held &= whole;
        }

        return held;
    }

    private static async Task<bool> AgesAsync(HttpClient http, TextWriter output)
    {
        List<double> ages = [];
        foreach (var (_, _, topic) in Numbered)
        {
            var current = await CurrentAsync(http, $"{topic}/market") ?? throw new InvalidOperationException($"{topic} has no state.");
            var from = Math.Max(1, current.GetProperty("offset").GetInt64() - 90);
            var answer = await http.GetFromJsonAsync<JsonElement>($"api/tiers/{topic}/market?after={current.GetProperty("epoch").GetString()}:{from}");
            foreach (var update in answer.TryGetProperty("updates", out var updates) ? [.. updates.EnumerateArray()] : Array.Empty<JsonElement>())
            {
                var at = update.GetProperty("at");
                ages.Add((at.GetProperty("committed").GetDateTimeOffset() - at.GetProperty("received").GetDateTimeOffset()).TotalMilliseconds);
            }
        }

        ages.Sort();
        if (ages.Count == 0)
            return false;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"from the oldest message in a state to its commit: p50 {ages[ages.Count / 2]:F0} ms, p95 {ages[ages.Count * 95 / 100]:F0} ms, most {ages[^1]:F0} ms, over {ages.Count} updates (the interval is 500 ms)"));
        return true;
    }

    private static async Task<List<long>> IdsAsync(HttpClient http, string topic) =>
        await CurrentAsync(http, $"{topic}/trades") is { } log
            ? [.. log.GetProperty("data").EnumerateArray().Where(static entry => entry.TryGetProperty("id", out _)).Select(static entry => entry.GetProperty("id").GetInt64())]
            : [];

    private static async Task<JsonElement?> CurrentAsync(HttpClient http, string tier)
    {
        using var answer = await http.GetAsync(new Uri($"api/tiers/{tier}", UriKind.Relative));
        if (!answer.IsSuccessStatusCode)
            return null;
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("state");
    }

    private static long Told(SmallAzure azure) => azure.Exchanges!.Floors.Values.Sum(static floor => floor.Told);

    private static double Cpu(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition() && Stopwatch.GetElapsedTime(started) < Within)
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
    }
}
