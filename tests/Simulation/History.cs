using System.Diagnostics;
using LiveView.Handler.Ingest;
using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Checking;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Tally;
using LiveView.Simulation.Tests.Time;
using LiveView.Simulation.Tests.Viewers;

namespace LiveView.Simulation.Tests;

/// <summary>One seed, one history: 90 s in which everything may go wrong, then as long as it takes until everyone has everything.</summary>
internal sealed class History
{
    private static readonly TimeSpan Trouble = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    public required World World { get; init; }

    public required FaultPlan Faults { get; init; }

    public required Steps Steps { get; init; }

    public required Checker Checker { get; init; }

    public required TallyFeed Feed { get; init; }

    public IReadOnlyList<(Violation Kind, string What)> Violations => Checker.Violations;

    public TimeSpan Took { get; private set; }

    /// <summary>Runs a history to its end.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="sabotage">A bug that is planted.</param>
    /// <param name="killAt">A step where a process is killed, whatever the dice say.</param>
    /// <param name="only">The faults that may happen, and how often; all that the seed picks when null.</param>
    /// <param name="trace">Told every step.</param>
    public static History Run(
        int seed,
        Sabotage? sabotage = null,
        (string Step, bool After, int Occurrence)? killAt = null,
        (Fault Fault, double Rate)[]? only = null,
        Action<string>? trace = null)
    {
        var started = Stopwatch.GetTimestamp();
        sabotage ??= new();
        var world = new World(seed);
        world.Trace.Seen = trace;
        var faults = new FaultPlan(world, Trouble) { KillAt = killAt };
        if (only is { } few)
            faults.Only(few);
        var services = new Services(world, faults);
        sabotage.Services = services;
        var feed = new TallyFeed(window: world.Dice.Next(3) == 0 ? 4 : world.Dice.Next(8, 60));
        var checker = new Checker(world, services, feed.Tiers[0].Window);
        services.Tables.Committed = checker.Committed;
        services.PubSub.Accepted = checker.Accepted;
        services.Raw.Taken = checker.Enqueued;
        var steps = new Steps();
        foreach (var target in services.Provider.Targets.Keys)
            Seed(services, target);
        var host = new FunctionHost(world, faults, services, name => new(name, world, faults, services, steps, feed, sabotage), sabotage);
        host.Run(Longest);
        SimulatedViewer[] viewers = [.. Enumerable.Range(0, 4).Select(i => new SimulatedViewer($"v{i}", Wishes(world, services), world, faults, services, host, checker, sabotage))];
        foreach (var viewer in viewers)
            world.Go(() => viewer.RunAsync(Longest));
        world.Go(() => services.Provider.LiveAsync(Trouble));
        var history = new History { World = world, Faults = faults, Steps = steps, Checker = checker, Feed = feed };
        history.Settle(viewers);
        history.Took = Stopwatch.GetElapsedTime(started);
        return history;
    }

    private void Settle(SimulatedViewer[] viewers)
    {
        World.RunUntil(Trouble + Look);
        var unsettled = Checker.Unsettled(viewers);
        while (unsettled is not null && World.Now < Longest && World.Crashes.Count == 0 && Violations.Count == 0)
        {
            World.RunUntil(World.Now + Look);
            unsettled = Checker.Unsettled(viewers);
        }

        if (World.Crashes.Count > 0)
            throw new InvalidOperationException("The simulation itself failed.", World.Crashes[0]);
        Checker.End(Violations.Count > 0 ? null : unsettled);
    }

    private static void Seed(Services services, string target)
    {
        var row = new Target { Feed = TallyFeed.FeedName, Provider = "tally", Name = target, Next = World.Start }.Write("targets");
        services.Tables.Take(new()
        {
            Method = "POST",
            Address = new("http://tables.sim/sim/targets"),
            Headers = new Dictionary<string, string>(StringComparer.Ordinal),
            Body = Cloud.TableRows.Write(row),
        });
    }

    // Two topics of five, all their tiers or one.
    private static string[] Wishes(World world, Services services)
    {
        var topics = services.Provider.Topics.Select(static topic => $"{TallyFeed.FeedName}:{topic.Key}").ToArray();
        world.Dice.Shuffle(topics);
        string[] names = world.Dice.Next(2) == 0 ? ["score", "stats", "events"] : ["events"];
        return [.. topics.Take(2).SelectMany(topic => names.Select(name => $"{topic}/{name}"))];
    }
}
