using LiveView.Simulation.Tests.Checking;
using LiveView.Simulation.Tests.Faults;

namespace LiveView.Simulation.Tests;

/// <summary>What many histories add up to.</summary>
internal sealed class Totals
{
    /// <summary>In so many histories every fault must happen.</summary>
    private const int Enough = 200;

    private readonly SortedDictionary<int, string> _traces = [];

    public int Seeds { get; private set; }

    public long Facts { get; private set; }

    public long Commits { get; private set; }

    public long Shows { get; private set; }

    public TimeSpan Virtual { get; private set; }

    public TimeSpan Real { get; set; }

    public long[] Fired { get; } = new long[Enum.GetValues<Fault>().Length];

    public SortedDictionary<Violation, int> Violations { get; } = [];

    public Dictionary<(string Step, bool After), int> Killed { get; } = [];

    public SortedSet<string> Steps { get; } = new(StringComparer.Ordinal);

    public List<int> Failed { get; } = [];

    /// <summary>Places where no process was ever killed.</summary>
    public IEnumerable<(string Step, bool After)> NeverKilledAt =>
        Steps.SelectMany(static step => new[] { (step, false), (step, true) }).Where(place => !Killed.ContainsKey(place));

    public void Add(int seed, History history)
    {
        Seeds++;
        Facts += history.Facts;
        Commits += history.Checker.Commits;
        Shows += history.Checker.Shows;
        Virtual += history.World.Now;
        for (var i = 0; i < Fired.Length; i++)
            Fired[i] += history.Faults.Fired[i];
        foreach (var (kind, _) in history.Violations)
            Violations[kind] = Violations.GetValueOrDefault(kind) + 1;
        if (history.Violations.Count > 0)
            Failed.Add(seed);
        foreach (var (place, count) in history.Steps.Killed)
            Killed[place] = Killed.GetValueOrDefault(place) + count;
        Steps.UnionWith(history.Steps.Seen);
        _traces[seed] = history.World.Trace.Hash;
    }

    /// <summary>Faults that happened too seldom to say anything: once in ten histories is the least, a thousand times in ten thousand.</summary>
    public IEnumerable<Fault> HardlyTried => Enum.GetValues<Fault>().Where(fault => Fired[(int)fault] < Math.Max(1, Seeds / 10));

    /// <summary>Nothing broken; and where there are histories enough to ask for it, nothing untried.</summary>
    public bool Passed(int seeds) => Failed.Count == 0 && Seeds == seeds && (seeds < Enough || (!HardlyTried.Any() && !NeverKilledAt.Any()));

    public void Write(TextWriter output)
    {
        output.WriteLine($"seeds {Seeds}, facts {Facts}, commits {Commits}, shown {Shows}");
        output.WriteLine($"virtual {Virtual.TotalHours:F1} h, real {Real.TotalSeconds:F1} s, {Virtual / Real:F0} : 1");
        foreach (var fault in Enum.GetValues<Fault>())
            output.WriteLine($"fault {fault,-24} {Fired[(int)fault],9}");
        if (Seeds >= Enough && HardlyTried.Any())
            output.WriteLine($"hardly tried: {string.Join(' ', HardlyTried)}");
        output.WriteLine($"killed at {Killed.Count} of {2 * Steps.Count} places{string.Concat(NeverKilledAt.Where(_ => Seeds >= Enough).Select(static place => $"; never {(place.After ? "after" : "before")} {place.Step}"))}");
        foreach (var kind in Enum.GetValues<Violation>())
            output.WriteLine($"violation {kind,-16} {Violations.GetValueOrDefault(kind)}");
        output.WriteLine($"failed seeds: {(Failed.Count == 0 ? "none" : string.Join(' ', Failed.Order().Take(40)))}");
        var trace = 0xcbf29ce484222325UL;
        foreach (var letter in _traces.Values.SelectMany(static hash => hash))
            trace = unchecked((trace ^ letter) * 0x100000001b3UL);
        output.WriteLine($"trace {trace:x16}");
    }
}
