using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using LiveView.Benchmarks.Quotes;

namespace LiveView.Benchmarks.Telemetry;

/// <summary>
/// The gates that the audits set for reading over HTTP (p95 below 200 ms, errors below 1 %), for a crowd a hundred times theirs: 10,000 viewers who come
/// back at once and catch up, a thousand at a time, from a handler in a process of its own on a real store.
/// </summary>
internal static class RestBenchmark
{
    private const int Viewers = 10_000;
    private const int AtOnce = 1_000;

    public static async Task<int> RunAsync(TextWriter output)
    {
        await using var handler = await FoldingHandler.StartAsync([("LOG_LEVEL", "Warning"), ("Limits__RequestsPerSecond", "0")]);
        var messages = QuoteBenchmark.Messages(10);
        foreach (var batch in messages.Select(static message => message.Bytes).Take(1_000).Chunk(50))
            await handler.FoldAsync(batch);
        var topics = messages.Select(static message => message.Topic).Distinct().ToArray();
        ConcurrentQueue<double> took = new(); // bounded by the viewers
        var (next, errors, bytes, started) = (-1, 0, 0L, Stopwatch.GetTimestamp());
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = AtOnce }) { BaseAddress = handler.Address };
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var viewer && viewer < Viewers)
            {
                var asked = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync(new Uri($"api/tiers/{topics[viewer % topics.Length]}/market", UriKind.Relative));
                var body = await answer.Content.ReadAsByteArrayAsync();
                took.Enqueue(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                Interlocked.Add(ref bytes, body.Length);
                if (answer.StatusCode != HttpStatusCode.OK)
                    Interlocked.Increment(ref errors);
            }
        }));
        var sorted = took.Order().ToArray();
        var (half, most, last) = (sorted[Viewers / 2], sorted[Viewers * 95 / 100], sorted[^1]);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"  {Viewers} viewers catch up, {AtOnce} at a time: {Viewers / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} a second, {bytes / Viewers} B each; p50 {half:F0} ms, p95 {most:F0} ms (to reach: 200), slowest {last:F0} ms; errors {errors} (to reach: below 1 %)"));
        return most < 200 && errors * 100 < Viewers ? 0 : 1;
    }
}
