using System.Globalization;
using LiveView.Handler.Ingest;
using LiveView.Handler.Invocation;
using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Tally;
using LiveView.Simulation.Tests.Time;
using LiveView.Simulation.Tests.Versions;
using LiveView.Simulation.Tests.Viewers;

namespace LiveView.Simulation.Tests.Hours;

/// <summary>
/// One hour of one match and its audience, without faults: the real stations on virtual time, a tick a second. The match begins after ten
/// minutes and pauses from the thirtieth to the fortieth; something is counted in it every ten seconds that it is on.
/// </summary>
internal sealed class Hour
{
    private const string Tier = "tally:t1.a/score";
    private static readonly TimeSpan Length = TimeSpan.FromHours(1);
    private static readonly int[] Audiences = [0, 1, 100, 10_000];

    private readonly World _world = new(1);
    private readonly Services _services;
    private readonly HandlerProcess _process;
    private readonly TallyTopic _match = new(TallyFeed.Open, "t1.a") { Phase = "Pre" };
    private readonly int _viewers;

    private Hour(int viewers)
    {
        _viewers = viewers;
        var faults = new FaultPlan(_world, TimeSpan.Zero);
        _services = new(_world, faults) { PubSub = { Crowd = viewers, Accepted = (_, _) => Publishes++ } };
        _services.Provider.Targets.Clear();
        _services.Provider.Targets["t1"] = [_match];
        var asking = new ProviderOptions { BaseAddress = new("http://provider.sim/"), Targets = "t1", CallsPerMinute = 600 };
        _process = new("i0", CodeVersion.Present, _world, faults, _services, new(), [new TallyFeed(TallyFeed.Open, window: 60)], new Sabotage(), asking, owes: "");
        _world.Trace.Seen = Count;
    }

    /// <summary>Calls of the provider by the phase in which they were made.</summary>
    public Dictionary<string, int> Calls { get; } = new(StringComparer.Ordinal) { ["Pre"] = 0, ["Live"] = 0, ["Break"] = 0 };

    public int AllCalls => Calls.Values.Sum();

    /// <summary>Messages given to Web PubSub.</summary>
    public int Publishes { get; private set; }

    /// <summary>Reads and writes of tables.</summary>
    public int TableCalls { get; private set; }

    public static Hour Run(int viewers)
    {
        var hour = new Hour(viewers);
        hour.Begin();
        hour._world.RunUntil(Length);
        return hour._world.Crashes.Count == 0 ? hour : throw new InvalidOperationException("The hour itself failed.", hour._world.Crashes[0]);
    }

    /// <summary>Tells what an hour costs with no viewer, one, a hundred and ten thousand.</summary>
    public static int Tell(TextWriter output)
    {
        var every2 = (int)Length.TotalSeconds / 2;
        output.WriteLine("viewers   before   live   pause     calls   x every 2 s   x every viewer every 2 s   publishes   table calls");
        foreach (var viewers in Audiences)
        {
            var hour = Run(viewers);
            var each = viewers == 0 ? 0 : (double)hour.AllCalls / (every2 * viewers);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{viewers,7}{hour.Calls["Pre"],9}{hour.Calls["Live"],7}{hour.Calls["Break"],8}{hour.AllCalls,10}{(double)hour.AllCalls / every2,14:F2}{each,27:F4}{hour.Publishes,12}{hour.TableCalls,14}"));
        }

        return 0;
    }

    private void Begin()
    {
        _world.At(TimeSpan.FromMinutes(10), () => Becomes("Live"));
        _world.At(TimeSpan.FromMinutes(30), () => Becomes("Break"));
        _world.At(TimeSpan.FromMinutes(40), () => Becomes("Live"));
        _world.Go(PlayAsync);
        _world.Go(() => TickAsync(TimeSpan.FromSeconds(1), "schedule", () => _process.Schedule.RunAsync(default, CancellationToken.None)));
        _world.Go(() => TickAsync(TimeSpan.FromMinutes(1), "sweep", () => _process.Sweep.RunAsync(default, CancellationToken.None)));
        foreach (var partition in Enumerable.Range(0, _services.Polls.Partitions.Length))
            _world.Go(() => ListenAsync(_services.Polls, partition, "poll", batch => _process.Poll.RunAsync(batch, CancellationToken.None)));
        foreach (var partition in Enumerable.Range(0, _services.Raw.Partitions.Length))
            _world.Go(() => ListenAsync(_services.Raw, partition, "fold", batch => _process.Fold.RunAsync(batch, CancellationToken.None)));
        if (_viewers > 0)
            _world.Go(() => Door.NegotiateAsync(_process, [Tier], new Sabotage()));
    }

    private async Task PlayAsync()
    {
        while (_world.Now < Length)
        {
            await _world.Delay(TimeSpan.FromSeconds(10));
            if (_match.Phase != "Live")
                continue;
            _match.Fields[0]++;
            _services.Provider.Moved();
        }
    }

    private void Becomes(string phase)
    {
        _match.Phase = phase;
        _services.Provider.Moved();
    }

    private async Task TickAsync(TimeSpan every, string station, Func<Task> run)
    {
        for (var next = every; next < Length; next += every)
        {
            await _world.Delay(next - _world.Now);
            await _process.InvokeAsync(station, run);
        }
    }

    private async Task ListenAsync(Hub hub, int partition, string station, Func<EventBatch, Task> run)
    {
        var at = 0;
        while (_world.Now < Length)
        {
            var events = hub.Partitions[partition];
            if (at == events.Count)
            {
                await Task.WhenAny(hub.MoreAsync(), _world.Delay(Length - _world.Now));
                continue;
            }

            EventBatch batch = new($"{partition}", [.. events.Skip(at)]);
            at += batch.Events.Count;
            await _process.InvokeAsync(station, () => run(batch));
        }
    }

    private void Count(string step)
    {
        if (step.Contains("poll: ask provider", StringComparison.Ordinal))
            Calls[_match.Phase]++;
        else if (step.Contains("/sim/", StringComparison.Ordinal))
            TableCalls++;
    }
}
