using System.Diagnostics;

namespace LiveView.Simulation.Tests;

/// <summary>Histories, one or many, and one page that says what came of them.</summary>
internal static class LongRun
{
    /// <summary>Runs what was asked for.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IEnumerable<string> args, TextWriter output, TextWriter errors)
    {
        RunOptions options;
        try
        {
            options = RunOptions.Parse(args);
        }
        catch (FormatException wrong)
        {
            errors.WriteLine(wrong.Message);
            return 2;
        }

        if (options.IsHelp)
        {
            output.WriteLine(RunOptions.Help);
            return 0;
        }

        var totals = Collect(options, output);
        totals.Write(output);
        return totals.Passed(options.Seeds) ? 0 : 1;
    }

    public static Totals Collect(RunOptions options, TextWriter output)
    {
        var (first, seeds) = (options.First, options.Seeds);
        var totals = new Totals();
        var next = first - 1;
        var gate = new Lock();
        var started = Stopwatch.GetTimestamp();
        Thread[] workers = [.. Enumerable.Range(0, Math.Min(options.Threads, seeds)).Select(_ => new Thread(Work))];
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
                var history = History.Run(seed, trouble: options.Trouble, trace: options.Steps ? output.WriteLine : null, progress: seeds == 1 ? output.WriteLine : null);
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
