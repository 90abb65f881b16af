using LiveView.Simulation.Tests.Checking;
using LiveView.Simulation.Tests.Faults;

namespace LiveView.Simulation.Tests;

/// <summary>
/// What seeds found, told as a viewer or an operator saw it. Each was a defect of the product, mended in a commit of its own; the
/// histories here are those in which it showed, with nothing else going wrong.
/// </summary>
public sealed class StoryTests
{
    [Fact]
    [Trait("Requirement", "3")]
    [Trait("Requirement", "162")]
    public void The_bytes_of_a_refused_Raw_are_kept_although_the_batch_failed_after_its_topic_was_committed() =>
        AssertNothing(static seed => History.Run(seed, only: [(Fault.ProviderPoison, 0.3), (Fault.ProcessPaused, 0.01), (Fault.ProcessKilled, 0.02)]), 25);

    [Fact]
    public void A_score_does_not_go_back_to_what_a_poll_heard_before_it_fell_asleep() =>
        AssertNothing(static seed => History.Run(seed, only: [(Fault.ProcessPaused, 0.02), (Fault.HubTwoOwners, 0.8)]), 30);

    [Fact]
    [Trait("Requirement", "3")]
    public void A_viewer_who_joins_a_log_while_its_window_moves_gets_an_answer_that_can_be_read() =>
        AssertNothing(static seed => History.Run(seed, only: [(Fault.RetentionDuringCatchUp, 0.9), (Fault.ViewerCut, 0.9)]), 40);

    [Fact]
    public void A_stranger_is_not_told_what_happens_in_a_ward_by_any_door() =>
        AssertNothing(static seed => History.Run(seed, only: [(Fault.ViewerTrespasses, 1)]), 5);

    private static void AssertNothing(Func<int, History> run, int seeds)
    {
        List<(int Seed, Violation Kind, string What)> broken = [];
        for (var seed = 1; seed <= seeds; seed++)
            broken.AddRange(run(seed).Violations.Select(violation => (seed, violation.Kind, violation.What)));
        Assert.Empty(broken);
    }
}
