using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds;

namespace LiveView.Benchmarks.Quotes;

/// <summary>
/// What a million quotes cost the handler's own code, from the hub's message to the updates' bytes, beside one pass of the JSON reader over the same
/// bytes. Every quote is folded: nothing was conflated before.
/// </summary>
internal static class QuoteBenchmark
{
    /// <summary>Instruments of which there are quotes.</summary>
    public const int Instruments = 20;

    private const int Bursts = 100; // of each instrument
    private const int Rounds = 5;

    /// <summary>Prints the table.</summary>
    public static int Run(TextWriter output)
    {
        foreach (var size in new[] { 10, 250 })
        {
            var messages = Messages(size);
            var quotes = (long)Instruments * Bursts * size;
            var (pass, fold) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                pass.Add(Cpu(() => messages.ForEach(static message => Pass(message.Bytes))));
                fold.Add(Cpu(() => Fold(messages)));
            }

            var (reader, handler) = (Median(pass), Median(fold));
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bursts of {size,3} quotes ({messages[0].Bytes.Length / size} B each): a Utf8JsonReader pass {reader * 1e6 / quotes:F2} CPU-s per million, hub message to updates {handler * 1e6 / quotes:F2} CPU-s per million, {handler / reader:F1}x"));
        }

        return 0;
    }

    /// <summary>Messages of the hub, in so many bursts of so many quotes of each instrument.</summary>
    public static List<(Topic Topic, ReadOnlyMemory<byte> Bytes)> Messages(int size, int bursts = Bursts)
    {
#pragma warning disable S2245 // the same quotes each time, and no secret among them
        var chance = new Random(1);
#pragma warning restore S2245
        List<(Topic, ReadOnlyMemory<byte>)> messages = [];
        for (var burst = 0; burst < bursts; burst++)
        {
            for (var instrument = 0; instrument < Instruments; instrument++)
            {
                var frames = Enumerable.Range(0, size).Select(_ => Quote($"S{instrument:D2}USDT", chance));
                var raw = new Raw
                {
                    Topic = Topic.Parse($"market:binance.s{instrument:D2}usdt"),
                    Provider = "binance",
                    Target = "binance/market",
                    Turn = burst + 1,
                    Received = DateTimeOffset.UnixEpoch,
                    Body = Encoding.UTF8.GetBytes($"[{string.Join(',', frames)}]"),
                };
                messages.Add((raw.Topic, RawJson.Write(raw)));
            }
        }

        return messages;
    }

    private static string Quote(string symbol, Random chance)
    {
        var price = 91_000m + (chance.Next(100_000) / 100m);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"stream\":\"{symbol.ToLowerInvariant()}@bookTicker\",\"data\":{{\"u\":{chance.Next()},\"s\":\"{symbol}\",\"b\":\"{price:F8}\",\"B\":\"{chance.Next(1, 999)}.00000000\",\"a\":\"{price + 0.01m:F8}\",\"A\":\"{chance.Next(1, 999)}.00000000\"}}}}");
    }

    private static void Pass(ReadOnlyMemory<byte> message)
    {
        var reader = new Utf8JsonReader(message.Span);
        while (reader.Read())
        {
            // Reading is the work.
        }
    }

    private static void Fold(List<(Topic Topic, ReadOnlyMemory<byte> Bytes)> messages)
    {
        var feed = FeedCatalog.All["market"];
        Dictionary<Topic, Head> heads = [];
        var sequence = 0L;
        foreach (var (topic, bytes) in messages)
        {
            var raw = RawJson.TryRead(bytes, out var problem) ?? throw new InvalidOperationException(problem);
            var place = new Fence("0", ++sequence, DateTimeOffset.UnixEpoch.AddTicks(sequence));
            var folded = TopicFold.Fold(feed, topic, heads.GetValueOrDefault(topic), [new(raw, place)], new($"{sequence:x8}", DateTimeOffset.UnixEpoch));
            if (folded.Folded != 1 || folded.Commit is not { } commit)
                throw new InvalidOperationException("A burst was not folded.");
            heads[topic] = commit.Head;
            foreach (var update in commit.Updates)
                UpdateJson.Write(update);
        }
    }

    private static double Cpu(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static double Median(List<double> numbers) => numbers.Order().ElementAt(numbers.Count / 2);
}
