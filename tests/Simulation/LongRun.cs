using System.Diagnostics;
using System.Globalization;

namespace LiveView.Simulation.Tests;

/// <summary>Many seeds, and one page that says what came of them.</summary>
internal static class LongRun
{
    public static int Run(string[] args, TextWriter output)
    {
        var options = args.Chunk(2).ToDictionary(static pair => pair[0], static pair => int.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var totals = Collect(options.GetValueOrDefault("--first", 1), options["--seeds"], options.GetValueOrDefault("--threads", 1), output);
        totals.Write(output);
        return totals.Passed(options["--seeds"]) ? 0 : 1;
    }

    /// <summary>One seed, told step by step.</summary>
    public static int Tell(int seed, TextWriter output)
    {
        var history = History.Run(seed, trace: output.WriteLine);
        foreach (var (kind, what) in history.Violations)
            output.WriteLine($"{kind}: {what}");
        output.WriteLine($"trace {history.World.Trace.Hash}, {history.World.Trace.Steps} steps, {history.World.Now.TotalSeconds:F0} s in {history.Took.TotalMilliseconds:F0} ms");
        return history.Violations.Count == 0 ? 0 : 1;
    }

    public static Totals Collect(int first, int seeds, int threads, TextWriter output)
    {
        var totals = new Totals();
        var next = first - 1;
        var gate = new Lock();
        var started = Stopwatch.GetTimestamp();
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work))];
        foreach (var worker in workers)
            worker.Start();
        foreach (var worker in workers)
            worker.Join();
        totals.Real = Stopwatch.GetElapsedTime(started);
        return totals;

        void Work()
        {
            while (Interlocked.Increment(ref next) is var seed && seed < first + seeds)
            {
                var history = History.Run(seed);
                lock (gate)
                {
                    totals.Add(seed, history);
                    foreach (var (kind, what) in history.Violations.Take(3))
                        output.WriteLine($"seed {seed}: {kind}: {what}");
                    if (totals.Seeds % 500 == 0)
                        output.WriteLine($"… {totals.Seeds} seeds, {totals.Facts} facts, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
                }
            }
        }
    }
}
