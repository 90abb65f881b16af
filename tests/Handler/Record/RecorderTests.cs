using System.Text;
using System.Text.Json;
using LiveView.Cloud.Blobs;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.Record;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Record;

/// <summary>What is recorded, on a real Azurite.</summary>
public sealed class RecorderTests(RecordWorld world) : RecorderContract(world), IClassFixture<RecordWorld>
{
    [Fact]
    [Trait("Requirement", "174")]
    public async Task A_recording_holds_every_committed_update_to_the_byte_and_every_raw_over_all_its_segments()
    {
        var recorder = World.Recorder();
        var raws = RecordWorld.Raws(About, 700);
        foreach (var batch in raws.Chunk(2))
            await BothAsync(recorder, batch);
        var updates = (await World.ReadAsync(Updates, Token)).Select(Update).ToList();
        Assert.True(updates.Count > RecordingWriter.SegmentRecords, $"{updates.Count} updates are less than two segments.");
        Assert.Equal((await World.CommittedAsync(About, Token)).Order(StringComparer.Ordinal), updates.Order(StringComparer.Ordinal));
        Assert.Equal(raws.Select(static raw => Encoding.UTF8.GetString(raw.Message.Span)), (await World.ReadAsync(Raws, Token)).Select(Raw));
    }

    [Fact]
    public async Task A_segment_begins_with_what_a_replay_needs_and_a_page_may_begin_anywhere()
    {
        var recorder = World.Recorder();
        foreach (var batch in RecordWorld.Raws(About, 700).Chunk(2))
            await BothAsync(recorder, batch);
        var first = await World.Blobs.ReadAsync(Updates, 1, Token);
        var second = await World.Blobs.ReadAsync(Updates, 1_001, Token);
        Assert.True(first.IsSealed);
        Assert.Equal(first.End.Tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)), second.Start.Tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)));
        Assert.Equal(["game", "tick", "ticks"], second.Start.Tiers.Keys);
        foreach (var (name, tier) in second.Start.Tiers)
        {
            var (written, known) = (RecordedUpdate.Read(tier.Base(About.Tier(name))), first.End.Tiers[name]);
            Assert.Equal(name == "ticks" ? ("events", "[]") : ("state", Encoding.UTF8.GetString(known.Document!.Value.Span)), (written.Kind, Encoding.UTF8.GetString(written.Data.Span)));
        }

        Assert.Equal(3, first.Before(501).Tiers.Count);
        Assert.Equal(500, first.Before(501).Last);
    }

    [Fact]
    public async Task A_row_that_is_gone_from_within_the_window_is_said_to_be_lost_and_what_follows_is_recorded()
    {
        await World.CommitAsync(About, RecordWorld.Raws(About, 300)[..100], Token);
        await World.CommitAsync(About, RecordWorld.Raws(About, 300)[100..200], Token);
        await World.CommitAsync(About, RecordWorld.Raws(About, 300)[200..], Token);
        await World.LoseAsync(About.Tier("ticks"), 1, Token);
        await World.Recorder().UpdatesAsync(About, Token);
        var lines = await World.ReadAsync(Updates, Token);
        var gap = Assert.Single(lines, static line => line.Contains("\"lost\"", StringComparison.Ordinal));
        using var said = JsonDocument.Parse(gap);
        Assert.Equal((1, 1), (said.RootElement.GetProperty("gap").GetProperty("from").GetInt64(), said.RootElement.GetProperty("gap").GetProperty("to").GetInt64()));
        Assert.Equal((await World.CommittedAsync(About, Token)).Order(StringComparer.Ordinal), lines.Where(line => line != gap).Select(Update).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_committed_after_the_last_raw_is_recorded_by_the_timer_which_closes_what_is_over_and_quiet()
    {
        var time = new ManualTime(RecordWorld.Start.AddMinutes(1));
        var recorder = World.Recorder(time: time);
        var tail = new RecordTail(recorder, World.States, time, Microsoft.Extensions.Logging.Abstractions.NullLogger<RecordTail>.Instance);
        var raws = RecordWorld.Raws(About, 12);
        await BothAsync(recorder, raws[..10]);
        var last = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(raws[11].Message.Span).Replace("\"rugged\":false", "\"rugged\":true", StringComparison.Ordinal));
        await World.CommitAsync(About, [raws[10], (raws[11].Place, last)], Token); // folded after the recorder had looked
        await tail.RunAsync(default, Token);
        Assert.Equal((await World.CommittedAsync(About, Token)).Count, (await World.ReadAsync(Updates, Token)).Count);
        Assert.True(await IsOpenAsync());
        time.Advance(TimeSpan.FromMinutes(6));
        await tail.RunAsync(default, Token);
        Assert.False(await IsOpenAsync());
    }

    [Fact]
    public async Task A_match_is_recorded_like_a_round()
    {
        var match = Topic.Parse(Stations.Boards.Topic);
        (Fence Place, ReadOnlyMemory<byte> Message)[] raws =
            [.. Enumerable.Range(1, 5).Select(i => (new Fence("0", i, RecordWorld.Start.AddSeconds(i)), Stations.Boards.Message(50 + i, 48)))];
        foreach (var raw in raws)
            await World.CommitAsync(match, [raw], Token);
        await World.Recorder().RawsAsync(match, raws, Token);
        await World.Recorder().UpdatesAsync(match, Token);
        Assert.Equal(5, (await World.ReadAsync(new(match, RecordingPart.Raws), Token)).Count);
        var updates = await World.ReadAsync(new(match, RecordingPart.Updates), Token);
        Assert.Equal((await World.CommittedAsync(match, Token)).Order(StringComparer.Ordinal), updates.Select(Update).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("game:*", "game:rugs.a", true)]
    [InlineData("game:*", "sports:nba.a", false)]
    [InlineData("sports:nba.*, patients:p-1", "patients:p-1", true)]
    [InlineData("sports:nba.*, patients:p-1", "patients:p-12", false)]
    [InlineData("*", "tv:one", true)]
    [InlineData("", "tv:one", false)]
    public void A_topic_is_recorded_where_a_pattern_names_it(string patterns, string topic, bool recorded) =>
        Assert.Equal(recorded, new RecordOptions { Topics = patterns }.Names(Topic.Parse(topic)));

    [Fact]
    public async Task A_raw_with_line_breaks_is_kept_to_the_byte_in_one_line()
    {
        var plain = RecordWorld.Raws(About, 1)[0];
        var broken = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(plain.Message.Span).Replace(",", ",\r\n ", StringComparison.Ordinal));
        await World.Recorder().RawsAsync(About, [(plain.Place, broken)], Token);
        using var json = JsonDocument.Parse(Assert.Single(await World.ReadAsync(Raws, Token)));
        Assert.Equal(broken, json.RootElement.GetProperty("bytes").GetBytesFromBase64());
    }

    [Fact]
    public async Task What_left_the_window_before_it_was_recorded_is_said_and_the_document_begins_anew()
    {
        var raws = RecordWorld.Raws(About, 61);
        foreach (var batch in raws[..60].Chunk(1))
            await World.CommitAsync(About, batch, Token);
        var stored = (await World.Store.LoadAsync(About, Token))!;
        var tiers = stored.Head.Tiers;
        foreach (var (name, tier) in tiers)
            tiers = tiers.SetItem(name, tier with { First = 31 });
        var trimmed = RecordWorld.Fold(stored.Head, About, raws[60..])! with
        {
            Head = stored.Head with { Tiers = tiers, CommitId = "trimmed0" },
            Updates = [],
            Trimmed = [.. tiers.Keys.SelectMany(static name => Enumerable.Range(1, 30).Select(offset => (name, (long)offset)))],
        };
        Assert.NotNull(await World.Store.CommitAsync(stored, trimmed, null, Token));
        await World.Recorder().UpdatesAsync(About, Token);
        var lines = await World.ReadAsync(Updates, Token);
        Assert.Equal(3, lines.Count(static line => line.Contains("\"gap\":{", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains($"\"gap\":{{\"tier\":\"{About}/ticks\"", StringComparison.Ordinal) && line.Contains("\"from\":1,\"to\":30,\"reason\":\"retention\"", StringComparison.Ordinal));
        var end = (await World.Blobs.ReadAsync(Updates, 1, Token)).End;
        Assert.Equal(tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)), end.Tiers.Select(static tier => (tier.Key, tier.Value.Position, tier.Value.Hash)));
    }

    private async Task<bool> IsOpenAsync()
    {
        await foreach (var (topic, _) in World.States.ReadOpenAsync(Token))
        {
            if (topic == About)
                return true;
        }

        return false;
    }
}
