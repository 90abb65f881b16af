using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Checking;

namespace LiveView.Simulation.Tests;

/// <summary>The checker is checked: each of these bugs is planted around the product, and found within 1,000 seeds.</summary>
public sealed class PlantedBugTests
{
    private const int Within = 1_000;

    [Fact]
    public void No_fence_is_found() => AssertFound<NoFence>(Violation.StaleWrite);

    [Fact]
    public void A_publish_before_the_commit_is_found() => AssertFound<PublishedBeforeCommit>(Violation.StaleWrite);

    [Fact]
    public void A_window_that_is_off_by_one_is_found() => AssertFound<WindowOffByOne>(Violation.UndeclaredGap, Violation.Lost);

    [Fact]
    public void A_viewer_that_shows_what_it_knows_is_found() => AssertFound<NoDedupe>(Violation.Duplicated, Violation.Reordered, Violation.Diverged, Violation.Lost);

    [Fact]
    public void A_viewer_that_overlooks_a_gap_is_found() => AssertFound<GapOverlooked>(Violation.UndeclaredGap, Violation.Diverged);

    [Fact]
    public void A_published_pointer_that_runs_ahead_is_found() => AssertFound<PublishedAhead>(Violation.Lost);

    [Fact]
    public void A_poll_that_believes_its_memory_after_another_polled_is_found() => AssertFound<MemoryAlwaysBelieved>(Violation.Diverged, Violation.Lost);

    [Fact]
    public void A_conflict_that_is_taken_for_success_is_found() => AssertFound<ConflictTakenForSuccess>(Violation.StaleWrite);

    [Fact]
    public void A_commit_whatever_the_version_is_found() => AssertFound<VersionIgnored>(Violation.StaleWrite);

    [Fact]
    public void A_dead_letter_that_is_forgotten_is_found() => AssertFound<DeadLetterForgotten>(Violation.DeadLetterLost);

    [Fact]
    public void Tiers_that_change_places_are_found() => AssertFound<TiersSwapped>(Violation.WrongTier);

    [Fact]
    public void A_catch_up_from_a_stale_read_is_found() => AssertFound<StaleRead>(Violation.UndeclaredGap);

    [Fact]
    public void A_remembered_head_that_outlives_its_ownership_is_found() => AssertFound<StaleHeadBelieved>(Violation.Diverged, Violation.Lost, Violation.StaleWrite);

    [Fact]
    public void A_failed_publish_that_is_not_owed_is_found() => AssertFound<DebtForgotten>(Violation.Lost);

    [Fact]
    public void A_batch_that_is_acknowledged_before_it_is_taken_is_found() => AssertFound<AcknowledgedFirst>(Violation.Lost, Violation.Diverged, Violation.DeadLetterLost);

    [Fact]
    public void A_lease_without_its_token_is_found() => AssertFound<ClaimWithoutToken>(Violation.StaleWrite);

    [Fact]
    public void A_decimal_that_passes_through_a_double_is_found() => AssertFound<DecimalsThroughDouble>(Violation.DecimalChanged);

    [Fact]
    public void A_door_that_does_not_look_who_comes_is_found() => AssertFound<DoorsOpen>(Violation.Unauthorised);

    [Fact]
    public void A_token_that_may_join_anything_is_found() => AssertFound<RightsTooWide>(Violation.Unauthorised);

    [Fact]
    public void A_token_with_a_group_too_many_is_found() => AssertFound<GroupTooMany>(Violation.Unauthorised);

    [Fact]
    public void A_window_that_is_never_trimmed_is_found() => AssertFound<WindowNeverTrimmed>(Violation.Unbounded);

    [Fact]
    public void An_earlier_version_that_forgets_what_must_be_kept_is_found() => AssertFound<EarlierVersionForgetsTurns>(Violation.StaleWrite);

    private static void AssertFound<T>(params Violation[] kinds)
        where T : Sabotage, new()
    {
        for (var seed = 1; seed <= Within; seed++)
        {
            var bug = new T();
            var found = History.Run(seed, bug, only: bug.Only).Violations;
            if (found.Count == 0)
                continue;
            TestContext.Current.TestOutputHelper?.WriteLine($"{typeof(T).Name}: seed {seed}, {found[0].Kind}: {found[0].What}");
            Assert.Contains(found[0].Kind, kinds);
            return;
        }

        Assert.Fail($"{typeof(T).Name} was not found within {Within} seeds.");
    }
}
