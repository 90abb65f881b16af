using System.IO.Compression;
using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Feeds.Sports;

namespace LiveView.Feeds.Tests.Sports;

public sealed class WorldCupTests
{
    [Fact]
    public void Explore()
    {
        var feed = new SportsFeed();
        var dir = Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES")!;
        SplitMemory? memory = null;
        var states = new Dictionary<string, TopicState>();
        int obs = 0, raws = 0, folded = 0, score = 0, stats = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(dir, "sports/espn/world_cup_sequence")).Order())
        {
            using var z = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var m = new MemoryStream();
            z.CopyTo(m);
            var at = DateTimeOffset.ParseExact(Path.GetFileName(file)[4..20], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
            var split = feed.Split(new("espn", "soccer/fifa.world", m.ToArray(), at), memory);
            memory = split.Memory;
            obs += split.Raws.Count + split.Unchanged;
            raws += split.Raws.Count;
            Console.WriteLine($"{Path.GetFileName(file)} raws {split.Raws.Count} unchanged {split.Unchanged} refused {split.Refusals.Count} {split.Phase} {split.NextStart}");
            foreach (var raw in split.Raws)
            {
                var before = states.GetValueOrDefault(raw.Topic.ToString());
                var r = feed.Fold(before, raw);
                if (r is FoldResult.Folded f)
                {
                    folded++;
                    if (before is null || !before.Documents["score"].Span.SequenceEqual(f.State.Documents["score"].Span)) score++;
                    if (before is null || !before.Documents["stats"].Span.SequenceEqual(f.State.Documents["stats"].Span)) stats++;
                    states[raw.Topic.ToString()] = f.State;
                    if (before is not null) foreach (var e in f.Entries) Console.WriteLine($"   {raw.Topic} {System.Text.Encoding.UTF8.GetString(e.Entry.Span)}");
                }
                else Console.WriteLine($"   {r}");
            }
        }
        Console.WriteLine($"obs {obs} raws {raws} folded {folded} score {score} stats {stats} topics {states.Count}");
        foreach (var (k, v) in states) Console.WriteLine($"{k} {v.Title} {v.Phase}\n {System.Text.Encoding.UTF8.GetString(v.Documents["score"].Span)}\n {System.Text.Encoding.UTF8.GetString(v.Documents["stats"].Span)}");
    }
}
