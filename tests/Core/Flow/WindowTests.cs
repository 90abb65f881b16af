using FsCheck;
using FsCheck.Fluent;
using LiveView.Core.Flow;
using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Flow;

/// <summary>What is kept for those who come back: so many updates, and all that are younger than the feed asks.</summary>
public sealed class WindowTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    [Theory]
    [Trait("Requirement", "166")]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(10, 10, 1)]
    [InlineData(10, 11, 2)]
    [InlineData(10, 12, 3)]
    public void The_window_holds_exactly_as_many_updates_as_it_says(int window, int commits, long first)
    {
        var kept = Run(TierSpec.State("total") with { Window = window }, Enumerable.Repeat(TimeSpan.FromSeconds(1), commits));
        Assert.Equal(first, kept.Head!.Tiers["total"].First);
        Assert.Equal(Enumerable.Range((int)first, commits - (int)first + 1).Select(static offset => (long)offset), kept.Offsets("total"));
    }

    [Fact]
    public void The_usual_windows_are_1000_updates_of_a_document_and_10000_of_a_log() =>
        Assert.Equal((1_000, 10_000), (TierSpec.State("a").Window, TierSpec.Log("b").Window));

    [Theory]
    [Trait("Requirement", "166")]
    [InlineData(0, 1)] // exactly a day old: it may go, and the one that brings the news stays
    [InlineData(-1, 2)] // a second younger: it stays
    public void What_is_younger_than_the_feed_asks_is_kept_whatever_the_window(int seconds, int expected)
    {
        var kept = Run(TierSpec.State("total") with { Window = 1, MinAge = Day }, [TimeSpan.Zero, Day + TimeSpan.FromSeconds(seconds)]);
        Assert.Equal(expected, kept.Offsets("total").Count());
    }

    [Fact]
    public void A_day_of_updates_every_ten_seconds_is_kept_with_few_marks_in_the_head()
    {
        var kept = Run(TierSpec.State("total") with { Window = 10, MinAge = Day }, Enumerable.Repeat(TimeSpan.FromSeconds(10), 3 * 8_640));
        Assert.InRange(kept.Offsets("total").Count(), 8_640, 8_640 + 361);
        Assert.InRange(kept.Head!.Tiers["total"].Marks.Length, 24, 26);
    }

    [Fact]
    public void No_update_leaves_early_and_none_stays_much_longer_than_it_must() =>
        Prop.ForAll(Arb.From(Histories), history =>
        {
            var (spec, steps) = history;
            var (now, times) = (Counter.Start, new Dictionary<long, DateTimeOffset>());
            Run(spec, steps, kept =>
            {
                var tier = kept.Head!.Tiers["total"];
                now = times[tier.Position.Offset] = tier.At.Committed;
                var offsets = kept.Offsets("total").ToList();
                Assert.Equal(Enumerable.Range((int)tier.First, (int)(tier.Position.Offset - tier.First + 1)).Select(static offset => (long)offset), offsets);
                var lastGone = tier.First - 1;
                if (lastGone > 0)
                {
                    Assert.True(tier.Position.Offset - lastGone >= spec.Window);
                    Assert.True(now - times[lastGone] >= spec.MinAge);
                }

                // It may stay for as long as a mark is wide, and until the commit after that.
                if (spec.MinAge == TimeSpan.Zero)
                    Assert.Equal(Math.Max(1, tier.Position.Offset - spec.Window + 1), tier.First);
                else
                    Assert.All(offsets.Where(offset => offset <= tier.Position.Offset - spec.Window), offset => Assert.True(now - times[offset] <= (spec.MinAge * 1.05) + (2 * Longest)));
            });
        }).QuickCheckThrowOnFailure();

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(9);

    private static Gen<(TierSpec Spec, TimeSpan[] Steps)> Histories =>
        from window in Gen.Choose(1, 12)
        from age in Gen.Elements(0, 0, 10, 60, 200)
        from steps in Gen.ArrayOf(Gen.Choose(0, (int)Longest.TotalSeconds), 90)
        select (TierSpec.State("total") with { Window = window, MinAge = TimeSpan.FromMinutes(age) }, steps.Select(static step => TimeSpan.FromSeconds(step)).ToArray());

    private static Kept Run(TierSpec spec, IEnumerable<TimeSpan> steps, Action<Kept>? look = null)
    {
        var feed = new Counter { Tiers = [spec] };
        var (kept, now, sequence) = (new Kept(), Counter.Start, 0L);
        foreach (var step in steps)
        {
            now += step;
            kept.Take(TopicFold.Fold(feed, Counter.Topic, kept.Head, [Counter.Add("1", ++sequence)], new($"{sequence:x8}", now)).Commit!);
            look?.Invoke(kept);
        }

        return kept;
    }
}
