using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Checking;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Time;
using LiveView.Viewer;

namespace LiveView.Simulation.Tests.Viewers;

/// <summary>A viewer of some tiers, by the algorithm that every viewer uses: join, ask, hold, apply, ask again when in doubt.</summary>
internal sealed class SimulatedViewer(
    string name, string[] tiers, World world, FaultPlan faults, Services services, FunctionHost host, Checker checker, Sabotage sabotage)
{
    private static readonly TimeSpan AuditEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly VirtualTime _clock = new(world);
    private readonly HashSet<Follower> _asking = [];
    private readonly Dictionary<Follower, (int Failures, TimeSpan NotBefore)> _failures = [];

    public string Name { get; } = name;

    public Follower[] Followers { get; } = [.. tiers.Select(sabotage.Follow)];

    public async Task RunAsync(TimeSpan end)
    {
        await world.Delay(world.Between(0, 20));
        for (var failures = 0; world.Now < end;)
        {
            if (await ConnectAsync() is { } link)
            {
                failures = 0;
                foreach (var follower in Followers)
                    follower.Doubt();
                await WatchAsync(link, end);
            }

            await world.Delay(Backoff.After(++failures, world.Dice.NextDouble()));
        }
    }

    private async Task<Link?> ConnectAsync()
    {
        var negotiating = Door.NegotiateAsync(host.Any(), tiers);
        await Task.WhenAny(negotiating, world.Delay(Deadline));
        if (!negotiating.IsCompleted || await negotiating is not { } groups)
            return null;
        checker.Negotiated(Name, tiers, groups);
        return faults.Fires(Fault.ViewerTokenExpired) ? null : services.PubSub.Connect(groups);
    }

    private async Task WatchAsync(Link link, TimeSpan end)
    {
        var heard = _clock.GetUtcNow();
        while (!link.IsCut && world.Now < end)
        {
            foreach (var follower in Followers)
            {
                if (follower.WishesToAsk && world.Now >= _failures.GetValueOrDefault(follower).NotBefore && _asking.Add(follower))
                    world.Go(() => AskAsync(follower));
            }

            await MisbehaveAsync(link);
            if (await link.ReceiveAsync(TimeSpan.FromSeconds(1)) is { } message)
            {
                heard = _clock.GetUtcNow();
                var update = ViewerUpdate.Read(message);
                checker.Arrived(Name, link.Groups, update);
                foreach (var follower in Followers)
                    Show(follower, follower.Take(update));
            }
            else if (_clock.GetUtcNow() - heard is var silence && (silence > AuditEvery || silence < TimeSpan.Zero))
            {
                heard = _clock.GetUtcNow(); // a clock that was set back must not silence the audit
                foreach (var follower in Followers)
                    follower.Doubt();
            }
        }
    }

    private async Task MisbehaveAsync(Link link)
    {
        // Thrown once in a while, not for every message.
        if (world.Dice.Next(20) != 0)
            return;
        if (faults.Fires(Fault.ViewerCut))
            link.Cut();
        if (faults.Fires(Fault.ViewerStalled))
            await world.Delay(world.Between(5, 60));
        if (faults.Fires(Fault.ViewerSlow))
            await world.Delay(world.Between(0.2, 2));
        if (faults.Fires(Fault.ViewerClockSkew))
            _clock.Skew = world.Between(-3_600, 3_600);
    }

    private async Task AskAsync(Follower follower)
    {
        var asking = Door.AskAsync(host.Any(), follower.Tier, sabotage.Ask(follower.AskFrom?.ToString()));
        await Task.WhenAny(asking, world.Delay(Deadline));
        if (asking.IsCompleted && await asking is { } answer)
        {
            _failures.Remove(follower);
            Show(follower, follower.Take(answer));
            if (answer is CatchUpAnswer.None)
                _failures[follower] = (1, world.Now + TimeSpan.FromSeconds(1));
        }
        else
        {
            var failures = _failures.GetValueOrDefault(follower).Failures + 1;
            _failures[follower] = (failures, world.Now + Backoff.After(failures, world.Dice.NextDouble()));
        }

        _asking.Remove(follower);
    }

    private void Show(Follower follower, IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
            checker.Shown(this, follower, change, isLast: ReferenceEquals(change, changes[^1]));
    }
}
