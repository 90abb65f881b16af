using System.Net;
using LiveView.Handler.Ingest;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>What one instance learns of a provider, all know.</summary>
public sealed class CircuitTests : IAsyncLifetime
{
    private Evening? _evening;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Evening Evening => _evening ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _evening = await Evening.StartAsync(Token);

    public ValueTask DisposeAsync() => Evening.DisposeAsync();

    [Fact]
    [Trait("Requirement", "22")]
    public async Task Many_instances_that_enter_and_leave_at_once_are_all_counted()
    {
        Instance[] instances = [.. Enumerable.Range(0, 8).Select(_ => new Instance(Evening))];
        var entries = await Task.WhenAll(instances.Select(instance => instance.States.EnterAsync("espn", 600, Token)));
        var state = (await instances[0].States.ReadAsync(Token))["espn"];
        Assert.Equal(8 * ProviderResilience.Tries, state.Calls.CallsInMinute(Evening.Start));
        await Task.WhenAll(instances.Zip(entries, (instance, entry) =>
        {
            var passage = Assert.IsType<Entry.Open>(entry).Passage;
            passage.Try();
            passage.Succeeded();
            return instance.States.LeaveAsync(passage, true, null, Token);
        }));
        Assert.Equal(8, (await instances[0].States.ReadAsync(Token))["espn"].Calls.CallsInMinute(Evening.Start));
    }

    [Fact]
    [Trait("Requirement", "32")]
    public async Task The_quota_holds_however_many_ask_at_once()
    {
        Instance[] instances = [.. Enumerable.Range(0, 10).Select(_ => new Instance(Evening))];
        var entries = await Task.WhenAll(instances.Select(instance => instance.States.EnterAsync("espn", 12, Token)));
        Assert.Equal(3, entries.Count(static entry => entry is Entry.Open));
        Assert.All(entries.OfType<Entry.Closed>(), static entry => Assert.Equal("quota", entry.Reason));
    }

    [Fact]
    [Trait("Requirement", "22")]
    public async Task A_circuit_that_one_instance_opens_is_open_for_all_and_of_all_one_looks()
    {
        var (one, other) = (new Instance(Evening), new Instance(Evening));
        await FailAsync(one, 5);
        var until = (await other.States.ReadAsync(Token))["espn"].ClosedUntil;
        Assert.Equal(Evening.Start.AddSeconds(30), until);
        Assert.Equal(new Entry.Closed("circuit", until!.Value), await other.States.EnterAsync("espn", 600, Token));
        await Evening.WatchAsync(Token);
        await other.TickAsync(Token);
        Assert.Equal(0, Evening.Polls.Waiting); // nothing is even ordered

        Evening.Time.Advance(TimeSpan.FromSeconds(30));
        var entries = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? one : other).States.EnterAsync("espn", 600, Token)));
        Assert.True(Assert.Single(entries.OfType<Entry.Open>()).Passage.IsProbe);
    }

    [Fact]
    [Trait("Requirement", "108")]
    public async Task A_target_that_fails_five_times_is_quarantined_with_its_reason_and_looked_at_again()
    {
        var instance = new Instance(Evening);
        Evening.Provider.Answer = static _ => new(HttpStatusCode.NotFound);
        await Evening.WatchAsync(Token);
        for (var failure = 1; failure <= 5; failure++)
        {
            await PollAsync(instance);
            Assert.Equal((failure, "http_404"), ((await Evening.TargetAsync(Token)).Failures, (await Evening.TargetAsync(Token)).Trouble));
        }

        Assert.Equal(Evening.Time.GetUtcNow() + PollInterval.Longest, (await Evening.TargetAsync(Token)).Next);
        Evening.Provider.Answer = static _ => Evening.Board();
        await PollAsync(instance);
        var healed = await Evening.TargetAsync(Token);
        Assert.Equal((0, null, 6), (healed.Failures, healed.Trouble, Evening.Provider.Asked.Count));
    }

    [Fact]
    public async Task A_provider_that_sends_us_away_is_not_asked_for_anything_by_anyone()
    {
        var (one, other) = (new Instance(Evening), new Instance(Evening));
        Evening.Provider.Answer = static _ => new(HttpStatusCode.Forbidden);
        await Evening.WatchAsync(Token);
        await PollAsync(one);
        Assert.Equal(Evening.Start.AddMinutes(1), (await other.States.ReadAsync(Token))["espn"].ClosedUntil);
    }

    [Fact]
    public async Task Bytes_that_cannot_be_read_count_against_the_health_and_not_against_the_circuit()
    {
        var instance = new Instance(Evening);
        Evening.Provider.Answer = static _ => new(HttpStatusCode.OK) { Content = new ByteArrayContent("<html>"u8.ToArray()) };
        await Evening.WatchAsync(Token);
        await PollAsync(instance);
        var state = (await instance.States.ReadAsync(Token))["espn"];
        Assert.Equal((0.0, 0, false), (state.Health(Evening.Start), state.Failures, state.IsHealthy(Evening.Start)));
    }

    private async Task PollAsync(Instance instance)
    {
        await instance.TickAsync(Token);
        var target = await Evening.TargetAsync(Token);
        if (target.Claim is null)
        {
            Evening.Time.Advance(target.Next - Evening.Time.GetUtcNow());
            await instance.TickAsync(Token);
        }

        await instance.Poll.RunAsync(Evening.Polls.Take(), Token);
    }

    private async Task FailAsync(Instance instance, int tries)
    {
        var passage = Assert.IsType<Entry.Open>(await instance.States.EnterAsync("espn", 600, Token)).Passage;
        for (var i = 0; i < tries; i++)
        {
            passage.Try();
            passage.Failed(Evening.Time.GetUtcNow());
        }

        await instance.States.LeaveAsync(passage, false, null, Token);
    }
}
