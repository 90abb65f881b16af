using LiveView.Feeds;
using LiveView.Handler.Connect;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.Ingest.Providers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>One process of the handler, as far as Ingest goes.</summary>
internal sealed class Instance
{
    /// <param name="evening">Where it works.</param>
    /// <param name="clock">Its own clock; that of the evening when null.</param>
    public Instance(Evening evening, TimeProvider? clock = null)
    {
        var chance = new EvenChance();
        var time = clock ?? evening.Time;
        var catalog = new ProviderCatalog([new Espn()], new Settled<ProviderOptions>(evening.Settings));
        States = new(evening.Table("targets"), time, NullLogger<ProviderStates>.Instance);
        Handover = new(evening.Targets, time, chance, Logs);
        Schedule = new(
            evening.Targets, evening.Interests, States, evening.Polls.Sender(), catalog, Handover, new Settled<InterestOptions>(evening.Owing),
            time, chance, evening.Metrics, NullLogger<Schedule>.Instance);
        Poll = new(
            FeedCatalog.All, evening.Targets, new(evening.Http, ProviderResilience.Build(time, chance), time), new(), evening.Raws.Sender(),
            new DeadLetters(evening.DeadLetterBlobs, time), catalog, States, new(evening.Targets, catalog, time), Handover, time, chance, evening.Metrics, NullLogger<Poll>.Instance);
        Doorbell = new(evening.Interests, Schedule, time, NullLogger<Doorbell>.Instance);
    }

    public ProviderStates States { get; }

    public Handover Handover { get; }

    public HeardLogs<Handover> Logs { get; } = new();

    public Schedule Schedule { get; }

    public Poll Poll { get; }

    public Doorbell Doorbell { get; }

    public Task TickAsync(CancellationToken token) => Schedule.RunAsync(default, token);
}
