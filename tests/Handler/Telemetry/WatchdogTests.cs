using System.Diagnostics.Metrics;
using LiveView.Core.Feeds;
using LiveView.Handler.Deliver;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.Telemetry;
using LiveView.Handler.Tests.Ingest;
using LiveView.Handler.Tests.Stations;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>What waits too long is told of, once, and once when it is over.</summary>
public sealed class WatchdogTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTime _time = new(new(2026, 11, 21, 19, 0, 0, TimeSpan.Zero));
    private readonly HeardLogs<Watchdog> _heard = new();
    private readonly IngestMetrics _ingest;
    private readonly FoldMetrics _fold;
    private readonly DeliverMetrics _deliver;
    private readonly Watchdog _dog;

    public WatchdogTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        (_ingest, _fold, _deliver) = (new(meters), new(meters), new(meters));
        _dog = new(_ingest, _fold, _deliver, meters, _time, _heard);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Whoever_asks_what_waits_is_told_of_no_patient()
    {
        _deliver.Owed.Take("patients:planted-4711", _time.GetUtcNow(), _time.GetUtcNow());
        Advance(TimeSpan.FromMinutes(3));
        Assert.StartsWith("patients:~", Assert.Single(_dog.Look()).About, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "74")]
    public void What_waits_longer_than_its_bound_is_told_of_once_and_once_when_it_is_over()
    {
        var now = _time.GetUtcNow();
        _fold.Raws.Take("3", now, now, 7);
        _deliver.Owed.Take(Boards.Topic, now, now);
        _ingest.Polls.Take("sports|espn|basketball|nba", now, now);
        _dog.Patrol();
        Assert.Empty(_heard.Lines);
        Assert.All(_dog.Look(), static concern => Assert.False(concern.IsLate));
        Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(["The oldest raw waits too long: 3, 11."], Heard());
        Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("The oldest poll waits too long: sports|espn|basketball|nba, 26.", Heard()[^1]);
        Advance(TimeSpan.FromSeconds(100));
        Assert.Equal($"The oldest update waits too long: {Boards.Topic}, 126.", Heard()[^1]);
        Assert.Equal(3, Heard().Count);
        _fold.Raws.Done("3");
        _ingest.Polls.Done("sports|espn|basketball|nba");
        _deliver.Owed.Done(Boards.Topic);
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(6, Heard().Count);
        Assert.Empty(_dog.Look());
    }

    [Fact]
    public void A_batch_that_failed_and_comes_again_keeps_its_age_and_one_that_went_elsewhere_is_forgotten()
    {
        var raws = new InHand(TimeSpan.FromMinutes(5));
        var start = _time.GetUtcNow();
        raws.Take("0", start, start, 3);
        raws.Take("0", start.AddMinutes(1), start.AddMinutes(1), 4);
        Assert.Equal(("0", TimeSpan.FromMinutes(2)), raws.Oldest(start.AddMinutes(2)));
        Assert.Equal(4, raws.Count(start.AddMinutes(2)));
        Assert.Null(raws.Oldest(start.AddMinutes(6.5)));
    }

    [Fact]
    [Trait("Requirement", "74")]
    [Trait("Requirement", "120")]
    public async Task A_provider_that_is_watched_live_and_says_nothing_for_two_minutes_is_silent()
    {
        await using var evening = await Evening.StartAsync(Token);
        await evening.WatchAsync(Token);
        var (dog, heard) = (default(Watchdog), new HeardLogs<Watchdog>());
        dog = new(evening.Metrics, _fold, _deliver, evening.Meters, evening.Time, heard);
        var instance = new Instance(evening);
        await PollAsync(evening, instance); // it answers: live
        evening.Provider.Answer = static _ => new(System.Net.HttpStatusCode.NotFound);
        for (var i = 0; i < 13; i++)
        {
            evening.Time.Advance(TimeSpan.FromSeconds(10));
            await PollAsync(evening, instance);
            dog.Patrol();
        }

        Assert.StartsWith("The oldest provider waits too long: espn, ", Assert.Single(heard.Lines).Text, StringComparison.Ordinal);
        evening.Provider.Answer = static _ => Evening.Board(51);
        for (var i = 0; i < 40 && heard.Lines.Count < 2; i++)
        {
            evening.Time.Advance(TimeSpan.FromSeconds(30));
            await PollAsync(evening, instance);
            await instance.TickAsync(Token); // it sees what was heard
            dog.Patrol();
        }

        Assert.Equal("No provider waits too long any more.", heard.Lines.Last().Text);
    }

    [Fact]
    public void Who_is_not_watched_live_may_be_silent()
    {
        var now = _time.GetUtcNow();
        Target target = new() { Feed = "sports", Provider = "espn", Name = "basketball/nba", Next = now, Asked = now, Phase = Phase.Finished };
        var watched = new Demands([new() { Name = Boards.Topic, Targets = [target.Key], Since = now, Seen = now }], [], now);
        Assert.Equal([("espn", null)], Silence.Of([target], watched));
        Assert.Equal([("espn", now)], Silence.Of([target with { Phase = Phase.Live }], watched));
        Assert.Equal([("espn", null)], Silence.Of([target with { Phase = Phase.Live }], new Demands([], ["sports"], now)));
    }

    public void Dispose()
    {
        _dog.Dispose();
        _services.Dispose();
    }

    private static async Task PollAsync(Evening evening, Instance instance)
    {
        await instance.TickAsync(Token);
        await instance.Poll.RunAsync(evening.Polls.Take(), Token);
    }

    private void Advance(TimeSpan by)
    {
        _time.Advance(by);
        _dog.Patrol();
    }

    private List<string> Heard() => [.. _heard.Lines.Select(static line => line.Text)];
}
