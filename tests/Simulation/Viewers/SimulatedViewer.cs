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

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Never = TimeSpan.MaxValue;

    private readonly VirtualTime _clock = new(world);
    private readonly HashSet<Follower> _asking = [];
    private readonly Dictionary<Follower, (int Failures, TimeSpan NotBefore)> _failures = [];
    private Link? _next;
    private TimeSpan _renewAt;

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
        var negotiating = Door.NegotiateAsync(host.Any(), tiers, sabotage);
        await Task.WhenAny(negotiating, world.Delay(Deadline));
        if (!negotiating.IsCompleted || await negotiating is not { } grant)
            return null;
        checker.Negotiated(Name, tiers, grant);
        checker.Complete(Name, tiers, grant);
        if (faults.Fires(Fault.ViewerTokenExpired))
            await world.Delay(grant.Life + world.Between(3, 20)); // a laptop that was closed in between
        return services.PubSub.Connect(grant);
    }

    private async Task WatchAsync(Link link, TimeSpan end)
    {
        (_next, _renewAt) = (null, RenewAt(link));
        var heard = _clock.GetUtcNow();
        Link? before = null;
        while (!link.IsCut && world.Now < end)
        {
            foreach (var follower in Followers)
            {
                if (follower.WishesToAsk && world.Now >= _failures.GetValueOrDefault(follower).NotBefore && _asking.Add(follower))
                    world.Go(() => AskAsync(follower));
            }

            if (world.Now >= _renewAt)
                world.Go(RenewAsync);
            if (_next is { } next)
            {
                (before, link, _next) = (link, next, null);
                world.At(Linger, before.Cut);
            }

            await MisbehaveAsync(link);
            while (before?.TryReceive() is { } late)
                Take(late, before);
            if (await link.ReceiveAsync(TimeSpan.FromSeconds(1)) is { } message)
            {
                heard = _clock.GetUtcNow();
                Take(message, link);
            }
            else if (_clock.GetUtcNow() - heard is var silence && (silence > AuditEvery || silence < TimeSpan.Zero))
            {
                heard = _clock.GetUtcNow(); // a clock that was set back must not silence the audit
                foreach (var follower in Followers)
                    follower.Doubt();
            }
        }

        link.Cut();
        _next?.Cut();
    }

    // The next connection is open before the one before is closed: what is sent in between comes over both.
    private async Task RenewAsync()
    {
        _renewAt = Never;
        if (await ConnectAsync() is { } next)
            (_next, _renewAt) = (next, RenewAt(next));
        else
            _renewAt = world.Now + Backoff.After(3, world.Dice.NextDouble());
    }

    // Somewhere in the last third of the token's life.
    private TimeSpan RenewAt(Link link) => world.Now + (link.Grant.Life * (0.7 + (0.2 * world.Dice.NextDouble())));

    private void Take(byte[] message, Link link)
    {
        var update = ViewerUpdate.Read(message);
        checker.Arrived(Name, link.Groups, update);
        foreach (var follower in Followers)
            Show(follower, follower.Take(update));
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
