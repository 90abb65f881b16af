using LiveView.Handler.Invocation;
using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Time;
using LiveView.Simulation.Tests.Versions;

namespace LiveView.Simulation.Tests.Hosting;

/// <summary>
/// The Functions host on several instances: timers that fire on one of them, partitions that are owned by one, or for a while by two,
/// checkpoints that are written whoever writes them, processes that are started again.
/// </summary>
internal sealed class FunctionHost(World world, FaultPlan faults, Services services, Func<string, CodeVersion, HandlerProcess> start, Sabotage sabotage)
{
    private const int Instances = 3;
    private readonly HandlerProcess[] _processes = [.. Enumerable.Range(0, Instances).Select(i => start($"i{i}", CodeVersion.Present))];
    private readonly Dictionary<HandlerProcess, Task> _polling = [];
    private int _started = Instances;

    /// <summary>A process that lives.</summary>
    public HandlerProcess Any() => Alive(world.Dice.Next(Instances));

    public void Run(TimeSpan end)
    {
        world.Go(() => TickAsync("schedule", TimeSpan.FromSeconds(2), end, process => process.Schedule.RunAsync(default, CancellationToken.None)));
        world.Go(() => TickAsync("sweep", TimeSpan.FromSeconds(15), end, process => process.Sweep.RunAsync(default, CancellationToken.None)));
        for (var partition = 0; partition < services.Raw.Partitions.Length; partition++)
            Own(services.Raw, partition, end, retried: true, (process, batch) => process.Fold.RunAsync(batch, CancellationToken.None));
        for (var partition = 0; partition < services.Polls.Partitions.Length; partition++)
            Own(services.Polls, partition, end, retried: false, PollAsync);
        world.Go(() => StepClocksAsync(end));
        world.Go(() => RollAsync(end));
    }

    // A process that died is started again, after a while, without a memory.
    private HandlerProcess Alive(int instance)
    {
        if (_processes[instance].IsDead)
            _processes[instance] = start($"i{instance}.{++_started}", _processes[instance].Dialect.Version);
        return _processes[instance];
    }

    private async Task TickAsync(string station, TimeSpan every, TimeSpan end, Func<HandlerProcess, Task> run)
    {
        HashSet<HandlerProcess> running = [];
        while (world.Now < end)
        {
            await world.Delay(every);
            var process = Any();
            if (running.Add(process)) // a timer does not overlap itself on one instance
                world.Go(async () =>
                {
                    await process.InvokeAsync(station, () => run(process));
                    running.Remove(process);
                });
        }
    }

    // The polls of one process follow each other: a host hands out one batch of a partition at a time.
    private async Task PollAsync(HandlerProcess process, EventBatch batch)
    {
        while (_polling.GetValueOrDefault(process) is { IsCompleted: false } other)
            await Task.WhenAny(other);
        var polling = process.Poll.RunAsync(batch, CancellationToken.None);
        _polling[process] = polling;
        await polling;
    }

    private void Own(Hub hub, int partition, TimeSpan end, bool retried, Func<HandlerProcess, EventBatch, Task> run)
    {
        var lease = new Lease(world.Dice.Next(Instances));
        world.Go(() => ListenAsync(hub, partition, lease, end, retried, run));
        world.Go(async () =>
        {
            while (world.Now < end)
            {
                await world.Delay(world.Between(4, 20));
                if (!faults.Fires(Fault.HubTwoOwners))
                    continue;
                var old = lease;
                var next = lease = new Lease((old.Instance + 1 + world.Dice.Next(Instances - 1)) % Instances);
                world.At(world.Between(0, 25), () => old.IsLost = true); // until it learns that it lost the partition, both own it
                world.Go(() => ListenAsync(hub, partition, next, end, retried, run));
            }
        });
    }

    private async Task ListenAsync(Hub hub, int partition, Lease lease, TimeSpan end, bool retried, Func<HandlerProcess, EventBatch, Task> run)
    {
        var (at, generation, again) = (hub.Checkpoints[partition], hub.Generation, 0);
        while (!lease.IsLost && world.Now < end)
        {
            if (generation != hub.Generation)
                (at, generation) = (0, hub.Generation);
            var events = hub.Partitions[partition];
            if (at >= events.Count)
            {
                await Task.WhenAny(hub.MoreAsync(), world.Delay(TimeSpan.FromSeconds(10)));
                continue;
            }

            if (faults.Fires(Fault.HubPartitionBehind))
            {
                await world.Delay(world.Between(3, 30)); // the other partitions go on, and their topics with them
                continue;
            }

            var most = faults.Fires(Fault.HubBatchCut) ? 1 + world.Dice.Next(2) : 100;
            EventBatch batch = new($"{partition}", [.. events.Skip(at).Take(most)]);
            if (sabotage.AcknowledgesFirst)
                hub.Checkpoints[partition] = at + batch.Events.Count;
            await HandAsync(hub, lease, retried, run, batch);
            if (generation != hub.Generation)
                continue;
            at += batch.Events.Count;
            hub.Reached[partition] = Math.Max(hub.Reached[partition], at);
            if (again == 0 && faults.Fires(Fault.HubRedelivery))
                again = 1 + world.Dice.Next(5);
            if (again > 0 && again-- > 0)
                at = Math.Max(0, at - batch.Events.Count - world.Dice.Next(5));
            hub.Checkpoints[partition] = at;
        }
    }

    private async Task HandAsync(Hub hub, Lease lease, bool retried, Func<HandlerProcess, EventBatch, Task> run, EventBatch batch)
    {
        var attempts = 0;
        while (true)
        {
            if (attempts++ > 0)
                await world.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, attempts - 2))));
            var process = Alive(lease.Instance);
            var station = hub.Name == "raw" ? "fold" : "poll";
            var handed = process.Dialect.Read(sabotage.Hand(process, station, batch));
            world.Trace.Add(world.Now, process.Name, $"{station} {batch.Partition} {batch.Events[0].Sequence}+{batch.Events.Count}");
            var well = await process.InvokeAsync(station, () => run(process, handed));
            if (well || !retried || sabotage.AcknowledgesFirst)
                return;
        }
    }

    private async Task StepClocksAsync(TimeSpan end)
    {
        while (world.Now < end)
        {
            await world.Delay(world.Between(3, 10));
            if (faults.Fires(Fault.ClockStep))
                Any().Time.Skew = world.Between(-2, 2);
            if (services.Raw.IsDrained && faults.Fires(Fault.HubRecreated))
                services.Raw.Recreate();
        }
    }

    // A new version comes one instance at a time, or goes back; what an instance is doing it finishes beside its successor.
    private async Task RollAsync(TimeSpan end)
    {
        while (world.Now < end)
        {
            await world.Delay(world.Between(4, 12));
            if (!faults.Fires(Fault.CodeVersionChanged))
                continue;
            var instance = world.Dice.Next(Instances);
            var version = (CodeVersion)(((int)_processes[instance].Dialect.Version + 1 + world.Dice.Next(2)) % 3);
            _processes[instance] = start($"i{instance}.{++_started}", version);
            world.Trace.Add(world.Now, _processes[instance].Name, $"starts as {version}");
        }
    }

    private sealed class Lease(int instance)
    {
        public int Instance { get; } = instance;

        public bool IsLost { get; set; }
    }
}
