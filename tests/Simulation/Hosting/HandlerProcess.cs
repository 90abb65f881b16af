using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Azure;
using Azure.Core;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.EventHubs;
using LiveView.Cloud.Pipeline;
using LiveView.Cloud.PubSub;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;
using LiveView.Handler.Connect;
using LiveView.Handler.Deliver;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.Ingest.Providers;
using LiveView.Handler.Patients;
using LiveView.Handler.State;
using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Time;
using LiveView.Simulation.Tests.Versions;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Simulation.Tests.Hosting;

/// <summary>
/// One process of the handler: the real stations on the real clients, whose transport ends in the simulated services. It can be killed
/// or paused before and after each of its calls; a dead one makes no call any more, and hears no answer.
/// </summary>
internal sealed class HandlerProcess
{
    private const string Storage =
        "AccountName=sim;AccountKey=c2ltdWxhdGVk;TableEndpoint=http://tables.sim/sim;BlobEndpoint=http://blobs.sim/sim";

    private static readonly TimeSpan PastTheClaim = Handler.Ingest.Schedule.ClaimTime + TimeSpan.FromSeconds(5);
    private static readonly Meters OneMeter = new();
    private static readonly IngestMetrics IngestCounts = new(OneMeter);
    private static readonly FoldMetrics FoldCounts = new(OneMeter);
    private static readonly DeliverMetrics DeliverCounts = new(OneMeter);
    private static readonly ReadMetrics ReadCounts = new(OneMeter);
    private static readonly PresenceMetrics PresenceCounts = new(OneMeter, TimeProvider.System);
    private static readonly AsyncLocal<string?> Current = new();

    private readonly World _world;
    private readonly FaultPlan _faults;
    private readonly Steps _steps;
    private readonly TaskCompletionSource _died = new();
    private readonly TaskCompletionSource _never = new();
    private TimeSpan _pausedUntil;

    public HandlerProcess(
        string name, CodeVersion version, World world, FaultPlan faults, Services services, Steps steps, IEnumerable<IFeed> feeds, Sabotage sabotage,
        ProviderOptions? asking = null, string owes = "")
    {
        (Name, _world, _faults, _steps) = (name, world, faults, steps);
        Time = new(world);
        Dialect = new(version, services.Tables, faults);
        Feeds = feeds.ToFrozenDictionary(static feed => feed.Name, StringComparer.Ordinal);
        Connect = new(sabotage.Doors(new() { PublicFeeds = Tally.TallyFeed.Open, TokenMinutes = 1 }));
        var transport = new Transport(this, services, world, faults, sabotage);
        var chance = new SimulatedChance(world);
        Store = new(Table(StateTables.Topics, transport));
        Recent = new(Table(StateTables.Recent, transport));
        var owed = new OwedTopics(Table(StateTables.Owed, transport));
        Targets = new(Table(StateTables.Targets, transport));
        var deadLetters = new DeadLetters(new BlobContainerClient(Storage, DeadLetters.Container, With(new BlobClientOptions(), transport)), Time);
        PubSub = new("Endpoint=http://pubsub.sim;AccessKey=c2ltdWxhdGVkc2ltdWxhdGVkc2ltdWxhdGVk", "liveview", With(new WebPubSubServiceClientOptions(), transport));
        var owing = new Settled<InterestOptions>(new() { OwedFeeds = owes });
        var interests = new InterestStore(Table(StateTables.Interest, transport), Table(StateTables.Topics, transport));
        var states = new ProviderStates(Table(StateTables.Targets, transport), Time, NullLogger<ProviderStates>.Instance);
        Handover = new(Targets, Time, chance, NullLogger<Handover>.Instance);
        var publisher = new Publisher(PubSub, Store, owed, new Audience(interests, owing, Time), DeliverCounts, Time, NullLogger<Publisher>.Instance);
        var options = new Settled<ProviderOptions>(asking ?? new() { BaseAddress = new("http://provider.sim/"), Targets = "", LongestSeconds = 10, CallsPerMinute = 600 });
        var providers = new ProviderCatalog([new TallyDoor()], options);
        Schedule = new(Targets, interests, states, Sender("polls", transport), providers, Handover, owing, Time, chance, IngestCounts, NullLogger<Schedule>.Instance);
        Doorbell = new(interests, Schedule, Time, NullLogger<Doorbell>.Instance);
#pragma warning disable CA2000 // it lives as long as the process
        var http = new HttpClient(new ProviderDoor(this, services.Provider, world, faults)) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        Poll = new(
            Feeds,
            Targets,
            new ProviderClient(http, ProviderResilience.Build(Time, chance), Time),
            new PollMemories(),
            Sender("raw", transport),
            deadLetters,
            providers,
            states,
            new Illness(Targets, providers, Time),
            Handover,
            Time,
            chance,
            IngestCounts,
            NullLogger<Poll>.Instance);
        var refusals = new Refusals(deadLetters, FoldCounts, NullLogger<Refusals>.Instance);
        Fold = new(
            new FoldTopic(Feeds, Store, Recent, publisher, refusals, FoldCounts, Time, chance), refusals, FoldCounts, Time);
        Sweep = new(owed, Store, publisher, Recent, new Presence(interests, Feeds, PubSub, PresenceCounts, Time, NullLogger<Presence>.Instance), Feeds, NullLogger<Sweep>.Instance);
        var reads = new SharedReads(Store, ReadCounts, Time);
        CatchUp = new(reads, Store, new PastStates(reads, Store), Time, NullLogger<CatchUpDoor>.Instance);
        Entitlements = new(new Grants(Table(StateTables.Entitlements, transport)), Connect, new Settled<EntitlementOptions>(new()), new Settled<PatientsOptions>(new()), Time);
        var limits = Table(StateTables.Limits, transport);
        // Viewers of the simulation share one address; how many may come is tried where it is counted.
        var unlimited = new Settled<LimitOptions>(new() { ConnectionsPerAddress = 0, ConnectionsPerSubject = 0, AttemptBurst = 0, OverloadSeconds = 0 });
        Admission = new(limits, new(limits, Time, chance), unlimited, Time, chance, DoorCounts);
        Address = new(unlimited);
        Overload = new(limits, FoldCounts, unlimited, Time, NullLogger<Overload>.Instance);
    }

    public string Name { get; }

    public VirtualTime Time { get; }

    /// <summary>The words of its code's version.</summary>
    public Dialect Dialect { get; }

    public FrozenDictionary<string, IFeed> Feeds { get; }

    public TopicStore Store { get; }

    public RecentTopics Recent { get; }

    public TargetStore Targets { get; }

    public WebPubSubServiceClient PubSub { get; }

    public Handover Handover { get; }

    public Doorbell Doorbell { get; }

    public Schedule Schedule { get; }

    public Poll Poll { get; }

    public FoldBatch Fold { get; }

    public Sweep Sweep { get; }

    public CatchUpDoor CatchUp { get; }

    public Entitlements Entitlements { get; }

    public Admission Admission { get; }

    public Address Address { get; }

    public Overload Overload { get; }

    public static CatchUpMetrics CatchUpCounts { get; } = new(OneMeter);

    public static DoorMetrics DoorCounts { get; } = new(OneMeter);

    public Settled<ConnectOptions> Connect { get; }

    public bool IsDead { get; private set; }

    /// <summary>What the process is doing, wherever its calls come from.</summary>
    public static string Station => Current.Value ?? "start";

    /// <summary>Runs an invocation, as the host does.</summary>
    /// <returns>Whether it ended well; a process that died did not.</returns>
    public async Task<bool> InvokeAsync(string station, Func<Task> run)
    {
        if (IsDead)
            return false;
        var invocation = InStationAsync(station, run);
        await Task.WhenAny(invocation, _died.Task);
        if (!invocation.IsCompleted)
            return false;
        _world.OnOneThread();
        if (invocation.Exception?.GetBaseException() is { } failure)
        {
            _world.Trace.Add(_world.Now, Name, $"{station} failed: {failure.GetType().Name}");
            if (failure is not (RequestFailedException or TimeoutException))
                throw failure;
        }

        return invocation.IsCompletedSuccessfully;
    }

    public void Kill()
    {
        IsDead = true;
        _died.TrySetResult();
    }

    /// <summary>A place where the process may be killed or paused.</summary>
    public async Task PassAsync(string step, bool after)
    {
        _world.OnOneThread();
        if (!IsDead && _steps.Kills(step, after, _faults))
        {
            _world.Trace.Add(_world.Now, Name, $"killed {(after ? "after" : "before")} {step}");
            Kill();
        }

        if (!IsDead && _faults.Fires(Fault.ProcessPaused))
            _pausedUntil = _world.Now + _world.Between(1, 70);
        if (!IsDead && step.StartsWith("poll", StringComparison.Ordinal) && _faults.Fires(Fault.ClaimHolderPaused))
            _pausedUntil = _world.Now + PastTheClaim;
        while (!IsDead && _pausedUntil > _world.Now)
            await _world.Delay(_pausedUntil - _world.Now);
        if (IsDead)
            await _never.Task;
    }

    private static async Task InStationAsync(string station, Func<Task> run)
    {
        Current.Value = station;
        await run();
    }

    private TableClient Table(string name, Transport transport) => new(Storage, name, With(new TableClientOptions(), transport));

    private HubSender Sender(string hub, Transport transport) =>
#pragma warning disable CA2000 // it lives as long as the process
        new(new EventHubProducerClient(
            "Endpoint=https://hubs.sim;SharedAccessKeyName=sim;SharedAccessKey=c2ltdWxhdGVk",
            hub,
            With(new EventHubProducerClientOptions { PartitionCount = 2 }, transport)));
#pragma warning restore CA2000

    private T With<T>(T options, Transport transport)
        where T : CloudOptions
    {
        options.Transport = transport;
        options.Time = Time;
        options.RetryPolicy = new CloudRetryPolicy(new NoDelay()); // the transport waits, on virtual time
        options.Retry.NetworkTimeout = TimeSpan.FromHours(1); // of the real clock, so never
        options.Diagnostics.IsDistributedTracingEnabled = false;
        options.Diagnostics.IsLoggingEnabled = false;
        return options;
    }

    private sealed class NoDelay() : DelayStrategy(TimeSpan.Zero, 0)
    {
        protected override TimeSpan GetNextDelayCore(Response? response, int retryNumber) => TimeSpan.Zero;
    }

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
            // The meters live as long as the program.
        }
    }
}
