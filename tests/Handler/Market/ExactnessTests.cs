using System.Text;
using System.Text.Json;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds;
using LiveView.Handler.Record;
using LiveView.Handler.State;
using LiveView.Viewer;

namespace LiveView.Handler.Tests.Market;

/// <summary>A number arrives as it left: every digit, through everything there is.</summary>
public sealed class ExactnessTests
{
    private const int Numbers = 1_000_000;
    private const int Burst = 2_500;

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    [Trait("Requirement", "163")]
    public void A_million_random_prices_and_sizes_of_up_to_28_digits_reach_the_viewer_digit_by_digit_live_and_in_a_replay()
    {
        var topic = Topic.Parse("market:coinbase.x-y");
        var feed = FeedCatalog.All["market"];
        var (log, quote, replay) = (new Follower(topic.Tier("trades").ToString()), new Follower(topic.Tier("market").ToString()), new Replay(topic));
        var chance = new Random(28);
        StoredHead? head = null;
        for (var (id, number) = (1L, 0); number < Numbers; number += 2 * Burst)
        {
            List<(string Price, string Size)> said = [.. Enumerable.Range(0, Burst).Select(_ => (Text(chance), Text(chance)))];
            var message = Message(topic, said, id);
            id += Burst;

            // hub → fold → the row of the head, written and read → the rows of the updates, written and read → viewer, and recording → replay
            var raw = RawJson.TryRead(message, out _)!;
            var folded = TopicFold.Fold(feed, topic, head?.Head, [new(raw, new("0", id, Noon))], new($"{id:x8}", Noon));
            Assert.Empty(folded.DeadLetters);
            head = HeadRow.Read(HeadRow.Write(folded.Commit!.Head, null));
            List<(string, string)> shown = [];
            List<ReadOnlyMemory<byte>> recorded = [];
            foreach (var update in folded.Commit.Updates)
            {
                var bytes = UpdateRow.Read(UpdateRow.Write(update, folded.Commit.Trails[update.Tier.Name]))!.Bytes;
                recorded.Add(bytes);
                var arrived = ViewerUpdate.Read(bytes);
                foreach (var follower in new[] { log, quote }.Where(follower => follower.Tier == arrived.Tier))
                    shown.AddRange(Show(follower, arrived).SelectMany(static change => change.Entries).Select(Shown));
            }

            Assert.Equal(said, shown); // text by text, trailing zeros too
            Assert.Equal(said, replay.Of(recorded).Select(Shown));
            Assert.Equal(said[^1].Price, JsonDocument.Parse(quote.Document).RootElement.GetProperty("quote").GetProperty("last").GetString());
            Assert.Equal((quote.Hash, log.Hash), (replay.Quote.Hash, replay.Log.Hash));
            Assert.Equal((quote.Hash, log.Hash), (head.Head.Tiers["market"].Hash, head.Head.Tiers["trades"].Hash));
        }
    }

    /// <summary>A recording, and who watches it afterwards.</summary>
    private sealed class Replay(Topic topic)
    {
        private static readonly RecordingPart Part = new(Topic.Parse("market:coinbase.x-y"), RecordingPart.Updates);
        private RecordingTail _tail = RecordingTail.Empty;

        public Follower Quote { get; } = new(topic.Tier("market").ToString());

        public Follower Log { get; } = new(topic.Tier("trades").ToString());

        /// <summary>Writes updates into a segment of their own, reads it, and shows what it holds.</summary>
        public List<ReadOnlyMemory<byte>> Of(IReadOnlyList<ReadOnlyMemory<byte>> updates)
        {
            var first = _tail.Last + 1;
            List<byte> content = [.. RecordLine.Metadata(Part, _tail, Noon)];
            foreach (var update in updates)
            {
                _tail = _tail.After(RecordedUpdate.Read(update));
                content.AddRange(RecordLine.Update(_tail.Last, update));
            }

            var segment = Segment.Read(Part, first, content.ToArray());
            Assert.Empty(segment.Damaged);
            Assert.Equal(_tail.Last, segment.End.Last);
            List<ReadOnlyMemory<byte>> entries = [];
            foreach (var line in segment.Records.Select(static record => record.Line))
            {
                using var json = JsonDocument.Parse(line);
                var update = ViewerUpdate.Read(RecordedUpdate.Read(json.RootElement.GetProperty("update")).Bytes);
                foreach (var follower in new[] { Quote, Log }.Where(follower => follower.Tier == update.Tier))
                    entries.AddRange(Show(follower, update).SelectMany(static change => change.Entries));
            }

            return entries;
        }
    }

    // The first is what a viewer is answered who comes when there is nothing else.
    private static IReadOnlyList<Change> Show(Follower follower, ViewerUpdate update) =>
        follower.Position is null ? follower.Take(new CatchUpAnswer.State(update)) : follower.Take(update);

    private static ReadOnlyMemory<byte> Message(Topic topic, List<(string Price, string Size)> said, long id)
    {
        var frames = said.Select((trade, i) =>
            $$"""{"type":"match","trade_id":{{id + i}},"side":"sell","size":"{{trade.Size}}","price":"{{trade.Price}}","product_id":"X-Y","time":"2026-11-20T12:00:00Z"}""");
        var raws = FeedCatalog.All["market"].Split(new("coinbase", "x", Encoding.UTF8.GetBytes(frames.First()), Noon), null).Raws;
        Assert.Equal(topic, Assert.Single(raws).Topic);
        return RawJson.Write(raws[0] with { Turn = id, Body = Encoding.UTF8.GetBytes($"[{string.Join(',', frames)}]") });
    }

    private static (string Price, string Size) Shown(ReadOnlyMemory<byte> entry)
    {
        using var json = JsonDocument.Parse(entry);
        return (json.RootElement.GetProperty("price").GetString()!, json.RootElement.GetProperty("size").GetString()!);
    }

    // 1 to 28 digits, the point anywhere among them or nowhere.
    private static string Text(Random chance)
    {
        var digits = chance.Next(1, 29);
        var point = chance.Next(0, digits + 1);
        var text = new char[digits];
        for (var i = 0; i < digits; i++)
            text[i] = (char)('0' + chance.Next(10));
        text[0] = (char)('1' + chance.Next(9));
        var number = new string(text);
        return point == 0 ? $"0.{number}" : point == digits ? number : $"{number[..point]}.{number[point..]}";
    }
}
