using LiveView.Simulation.Tests.Faults;

namespace LiveView.Simulation.Tests.Hosting;

/// <summary>Every step the stations make towards the outside, and who was killed where.</summary>
internal sealed class Steps
{
    private readonly Dictionary<(string Step, bool After), int> _passed = [];

    public Dictionary<(string Step, bool After), int> Killed { get; } = [];

    public IEnumerable<string> Seen => _passed.Keys.Select(static pass => pass.Step).Distinct(StringComparer.Ordinal);

    // Steps that are seldom made are deadlier, or nobody would ever die there.
    private static int Weight(string step) =>
        step.StartsWith("sweep", StringComparison.Ordinal) || step.EndsWith("owed", StringComparison.Ordinal) || step.EndsWith("dead letter", StringComparison.Ordinal) ? 10 : 1;

    public bool Kills(string step, bool after, FaultPlan faults)
    {
        var count = _passed[(step, after)] = _passed.GetValueOrDefault((step, after)) + 1;
        var aimed = faults.KillAt is { } aim && aim.Step == step && aim.After == after && aim.Occurrence == count;
        if (!aimed && !(faults.On && faults.KillRate > 0 && faults.Dice() < faults.KillRate * Weight(step)))
            return false;
        faults.Count(Fault.ProcessKilled);
        Killed[(step, after)] = Killed.GetValueOrDefault((step, after)) + 1;
        return true;
    }
}
