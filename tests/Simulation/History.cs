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
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(630);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Often = TimeSpan.FromMinutes(10);

    public required World World { get; init; }

    public required FaultPlan Faults { get; init; }

    public required Steps Steps { get; init; }

    public required Checker Checker { get; init; }

    public required IReadOnlyList<TallyFeed> Feeds { get; init; }

    /// <summary>Numbers, decimals and log items that were said to the hub.</summary>
    public long Facts => Feeds.Sum(static feed => feed.Facts);

    /// <summary>When the last fault happens.</summary>
    public TimeSpan Trouble => Faults.End;

    public IReadOnlyList<(Violation Kind, string What)> Violations => Checker.Violations;

    public TimeSpan Took { get; private set; }

    /// <summary>Runs a history to its end.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="sabotage">A bug that is planted.</param>
    /// <param name="killAt">A step where a process is killed, whatever the dice say.</param>
    /// <param name="only">The faults that may happen, and how often; all that the seed picks when null.</param>
    /// <param name="crowd">What each viewer wishes to see; four viewers, and the seed decides, when null.</param>
    /// <param name="script">Plans what is to happen besides.</param>
    /// <param name="trouble">For how long things go wrong; 90 s when null.</param>
    /// <param name="trace">Told every step.</param>
    /// <param name="progress">Told every ten minutes how it goes.</param>
    public static History Run(
        int seed,
        Sabotage? sabotage = null,
        (string Step, bool After, int Occurrence)? killAt = null,
        (Fault Fault, double Rate)[]? only = null,
        IReadOnlyList<string[]>? crowd = null,
        Action<World, Services>? script = null,
        TimeSpan? trouble = null,
        Action<string>? trace = null,
        Action<string>? progress = null)
    {
        var started = Stopwatch.GetTimestamp();
        sabotage ??= new();
        var world = new World(seed);
        world.Trace.Seen = trace;
        var end = trouble ?? RunOptions.Usual;
        var longest = end + Recovery;
        var faults = new FaultPlan(world, end) { KillAt = killAt };
        if (only is { } few)
            faults.Only(few);
        var services = new Services(world, faults);
        sabotage.Services = services;
        var window = world.Dice.Next(3) == 0 ? 4 : world.Dice.Next(8, 60);
        TallyFeed[] feeds = [new(TallyFeed.Open, window), new(TallyFeed.Closed, window)];
        var checker = new Checker(world, services, window);
        services.Tables.Committed = checker.Committed;
        services.PubSub.Accepted = checker.Accepted;
        services.Raw.Taken = checker.Enqueued;
        var steps = new Steps();
        foreach (var (target, topics) in services.Provider.Targets)
            Seed(services, target, topics[0].Feed);
        var host = new FunctionHost(world, faults, services, (name, version) => new(name, version, world, faults, services, steps, feeds, sabotage), sabotage);
        host.Run(longest);
        crowd ??= [.. Enumerable.Range(0, 4).Select(_ => Wishes(world, services))];
        SimulatedViewer[] viewers = [.. crowd.Select((wishes, i) => new SimulatedViewer($"v{i}", wishes, world, faults, services, host, checker, sabotage))];
        script?.Invoke(world, services);
        foreach (var viewer in viewers)
            world.Go(() => viewer.RunAsync(longest));
        world.Go(() => new Stranger(world, faults, services, host, checker, sabotage).RunAsync(end));
        world.Go(() => services.Provider.LiveAsync(end));
        var history = new History { World = world, Faults = faults, Steps = steps, Checker = checker, Feeds = feeds };
        history.Settle(viewers, longest, progress);
        history.Took = Stopwatch.GetElapsedTime(started);
        return history;
    }

    private void Settle(SimulatedViewer[] viewers, TimeSpan longest, Action<string>? progress)
    {
        while (World.Now + Often < Trouble)
        {
            World.RunUntil(World.Now + Often);
            progress?.Invoke($"… {World.Now.TotalMinutes:F0} min, {Facts} facts, {Checker.Commits} commits, {Checker.Shows} shown, {Faults.Fired.Sum()} faults");
        }

        World.RunUntil(Trouble + Look);
        var unsettled = Checker.Unsettled(viewers);
        while (unsettled is not null && World.Now < longest && World.Crashes.Count == 0 && Violations.Count == 0)
        {
            World.RunUntil(World.Now + Look);
            unsettled = Checker.Unsettled(viewers);
        }

        if (World.Crashes.Count > 0)
            throw new InvalidOperationException("The simulation itself failed.", World.Crashes[0]);
        Checker.End(Violations.Count > 0 ? null : unsettled);
    }

    private static void Seed(Services services, string target, string feed)
    {
        var row = new Target { Feed = feed, Provider = "tally", Name = target, Next = World.Start }.Write("targets");
        services.Tables.Take(new()
        {
            Method = "POST",
            Address = new("http://tables.sim/sim/targets"),
            Headers = new Dictionary<string, string>(StringComparer.Ordinal),
            Body = Cloud.TableRows.Write(row),
        });
    }

    // Two topics of the five that are open, all their tiers or one.
    private static string[] Wishes(World world, Services services)
    {
        var topics = services.Provider.Topics.Where(static topic => topic.Feed == TallyFeed.Open).Select(static topic => topic.Name).ToArray();
        world.Dice.Shuffle(topics);
        string[] names = world.Dice.Next(2) == 0 ? ["score", "stats", "events"] : ["events"];
        return [.. topics.Take(2).SelectMany(topic => names.Select(name => $"{topic}/{name}"))];
    }
}
