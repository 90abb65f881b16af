using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using LiveView.Benchmarks.FanOut;
using LiveView.Benchmarks.Quotes;

namespace LiveView.Benchmarks.Telemetry;

/// <summary>
/// The gates that the audits set for reading over HTTP (p95 below 200 ms, errors below 1 %, with a hundred clients who come again every ten seconds) for
/// a hundred times as many: 10,000 viewers, a thousand new ones a second, on a handler in a process of its own and a real store. They come when they
/// come, whether or not those before have been answered, and their time runs from then.
/// </summary>
internal static class RestBenchmark
{
    private const int Viewers = 10_000;
    private const int EverySeconds = 10;
    private const int Rounds = 3;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(5);

    public static async Task<int> RunAsync(TextWriter output)
    {
        await using var handler = await FoldingHandler.StartAsync([("LOG_LEVEL", "Warning"), ("Limits__RequestsPerSecond", "0")]);
        var messages = QuoteBenchmark.Messages(10);
        foreach (var batch in messages.Select(static message => message.Bytes).Take(1_000).Chunk(50))
            await handler.FoldAsync(batch);
        var topics = messages.Select(static message => message.Topic.ToString()).Distinct().ToArray();
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Viewers }) { BaseAddress = handler.Address };
        await ComeAsync(http, topics, 1, TextWriter.Null); // to warm up
        var all = await ComeAsync(http, topics, Rounds, output);
        var one = await ComeAsync(http, topics[..1], Rounds, output);
        await output.WriteLineAsync("Targets");
        foreach (var (what, (most, errors)) in new[] { ("all topics", all), ("one topic", one) })
        {
            Targets.AtMost(output, $"{what}: p95 of {Viewers} viewers, ms", most, 200);
            Targets.AtMost(output, $"{what}: errors, %", errors, 1);
        }

        return all.P95 < 200 && one.P95 < 200 && all.Errors < 1 && one.Errors < 1 ? 0 : 1;
    }

    private static async Task<(double P95, double Errors)> ComeAsync(HttpClient http, string[] topics, int rounds, TextWriter output)
    {
        ConcurrentQueue<double> took = new(); // bounded by the viewers
        List<Task<bool>> asking = [];
        var (started, due) = (Stopwatch.GetTimestamp(), Viewers * rounds);
        using var beat = new PeriodicTimer(Beat);
        while (asking.Count < due)
        {
            await beat.WaitForNextTickAsync();
            var come = Math.Min(due, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * Viewers / EverySeconds));
            while (asking.Count < come)
                asking.Add(AskAsync(http, topics[asking.Count % topics.Length], took));
        }

        var errors = (await Task.WhenAll(asking)).Count(static answered => !answered) * 100.0 / due;
        double[] sorted = [.. took.Order()];
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {due} came within {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s for {topics.Length} topics: p50 {sorted[due / 2]:F0} ms, p95 {sorted[due * 95 / 100]:F0} ms, p99 {sorted[due * 99 / 100]:F0} ms, slowest {sorted[^1]:F0} ms; errors {errors:F2} %"));
        return (sorted[due * 95 / 100], errors);
    }

    private static async Task<bool> AskAsync(HttpClient http, string topic, ConcurrentQueue<double> took)
    {
        var asked = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri($"api/tiers/{topic}/market", UriKind.Relative));
        _ = await answer.Content.ReadAsByteArrayAsync();
        took.Enqueue(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
