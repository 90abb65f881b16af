using LiveView.Core.Flow;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Recovery;

/// <summary>A viewer who comes back is given what it lacks, or told exactly what is missing.</summary>
public sealed class CatchUpTests
{
    private static readonly TierHead Tier = new()
    {
        Kind = TierKind.State,
        Position = new("e1", 50),
        First = 41,
        Published = 50,
        Hash = "",
        At = default,
    };

    [Fact]
    public void A_viewer_who_has_seen_nothing_gets_the_state() => Assert.IsType<CatchUp.Whole>(CatchUp.Decide(Tier, null));

    [Fact]
    public void A_viewer_at_the_last_offset_is_current() => Assert.IsType<CatchUp.Current>(CatchUp.Decide(Tier, new("e1", 50)));

    [Theory]
    [InlineData(49)]
    [InlineData(41)]
    [InlineData(40)]
    public void A_viewer_inside_the_window_gets_every_update_after_its_own(long offset) =>
        Assert.Equal(new CatchUp.Updates(offset), CatchUp.Decide(Tier, new("e1", offset)));

    [Theory]
    [InlineData(39, 40, 40)]
    [InlineData(0, 1, 40)]
    public void A_viewer_before_the_window_is_told_what_is_missing(long offset, long from, long to) =>
        Assert.Equal(new CatchUp.Gap(new(from, to, GapReason.Retention)), CatchUp.Decide(Tier, new("e1", offset)));

    [Fact]
    public void A_viewer_of_another_history_is_told_that_it_ended() =>
        Assert.Equal(new CatchUp.Gap(new(8, null, GapReason.Epoch)), CatchUp.Decide(Tier, new("e0", 7)));

    [Fact]
    public void A_viewer_ahead_of_us_is_told_that_its_history_is_not_ours() =>
        Assert.Equal(new CatchUp.Gap(new(51, 60, GapReason.Ahead)), CatchUp.Decide(Tier, new("e1", 60)));

    [Theory]
    [InlineData(TierKind.State, 4_000, true)]
    [InlineData(TierKind.State, 3_999, false)]
    [InlineData(TierKind.Log, 0, true)]
    public void Whoever_is_a_thousand_behind_gets_the_document_but_every_entry_of_a_log(TierKind kind, long offset, bool updates)
    {
        var decided = CatchUp.Decide(Tier with { Kind = kind, First = 1, Position = new("e1", 5_000) }, new("e1", offset));
        Assert.Equal(updates ? new CatchUp.Updates(offset) : new CatchUp.Whole(), decided);
    }

    [Fact]
    public void While_everything_is_kept_offset_0_gets_every_update() =>
        Assert.Equal(new CatchUp.Updates(0), CatchUp.Decide(Tier with { First = 1 }, new("e1", 0)));
}
