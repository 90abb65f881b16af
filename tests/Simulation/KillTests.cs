using LiveView.Simulation.Tests.Faults;

namespace LiveView.Simulation.Tests;

/// <summary>A process may die at every step it makes towards the outside: before the step has its effect, and after.</summary>
public sealed class KillTests
{
    /// <summary>Every step of every station. One that is not here, or is here and never made, fails the tests.</summary>
    private static readonly string[] Steps =
    [
        "api: PATCH interest", "api: add interest", "api: query interest", "api: query targets", "api: query topics", "api: read topics", "api: send polls",
        "api: write targets",
        "fold: commit topics", "fold: delete recent", "fold: keep dead letter", "fold: publish", "fold: query topics", "fold: read topics",
        "fold: write owed", "fold: write recent",
        "poll: add targets", "poll: ask provider", "poll: keep dead letter", "poll: read targets", "poll: send raw", "poll: write targets",
        "schedule: query interest", "schedule: query targets", "schedule: send polls", "schedule: write targets",
        "sweep: delete owed", "sweep: delete recent", "sweep: list viewers", "sweep: publish", "sweep: query interest", "sweep: query owed",
        "sweep: query recent", "sweep: query topics",
        "sweep: read topics", "sweep: write interest", "sweep: write owed",
    ];

    public static TheoryData<string> Stations => ["api", "fold", "poll", "schedule", "sweep"];

    [Theory]
    [MemberData(nameof(Stations))]
    public void A_process_that_dies_at_any_step_loses_nothing(string station)
    {
        foreach (var step in Steps.Where(step => step.StartsWith(station, StringComparison.Ordinal)))
        {
            Dies(step, after: false);
            Dies(step, after: true);
        }
    }

    [Fact]
    public void There_is_no_other_step()
    {
        var seen = Enumerable.Range(1, 60).SelectMany(static seed => History.Run(seed).Steps.Seen).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(seen.Except(Steps, StringComparer.Ordinal));
    }

    // An old row stays in the list only where a fold was cut short.
    private static (Fault, double)[] Rows(string step) =>
        step == "sweep: delete recent" ? [(Fault.Table500, 0.1), (Fault.TableTimeout, 0.1)] : [];

    // Publishing fails often, so that there are debts to be paid, and some Raws cannot be read; else a step might not be made.
    private static void Dies(string step, bool after)
    {
        var died = 0;
        for (var seed = 1; seed <= 40 && died < 3; seed++)
        {
            var history = History.Run(
                seed,
                killAt: (step, after, step.EndsWith("delete recent", StringComparison.Ordinal) ? 1 : 1 + (seed % 3)),
                only: [(Fault.PubSub5xx, 0.45), (Fault.ProviderPoison, 0.2), (Fault.ProviderGarbage, 0.1), (Fault.HubTwoOwners, 0.3), .. Rows(step)]);
            died += history.Steps.Killed.GetValueOrDefault((step, after));
            Assert.True(history.Violations.Count == 0, $"{step}, seed {seed}: {string.Join("; ", history.Violations)}");
        }

        Assert.True(died > 0, $"Nobody ever died {(after ? "after" : "before")} {step}.");
    }
}
