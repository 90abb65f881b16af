using System.Diagnostics.Metrics;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.State;
using LiveView.Local.Azurite;
using LiveView.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Doors;

/// <summary>How many are admitted, by instances that know nothing of each other but the table.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualTime _time = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private AzuriteProcess? _azurite;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TableClient Table => new((_azurite ?? throw new InvalidOperationException("It has not been started.")).ConnectionString, StateTables.Limits);

    public async ValueTask InitializeAsync()
    {
        _azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, Token);
        await Table.CreateIfNotExistsAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_azurite is { } azurite)
            await azurite.DisposeAsync();
    }

    [Fact]
    [Trait("Requirement", "129")]
    [Trait("Requirement", "136")]
    [Trait("Requirement", "138")]
    public async Task Of_200_who_come_from_one_address_at_once_exactly_5_are_admitted_a_hundred_times_over()
    {
        Admission[] instances = [Instance(), Instance()];
        foreach (var seed in Enumerable.Range(1, 100))
        {
            var order = new Random(seed);
            var asked = Enumerable.Range(0, 200).Select(_ => instances[order.Next(instances.Length)]).ToArray();
            var admitted = await Task.WhenAll(asked.Select(instance => Task.Run(() => EnterAsync(instance, $"10.0.0.{seed}"), Token)));
            Assert.Equal(5, admitted.Count(static each => each.Lease is not null));
            Assert.All(admitted.Where(static each => each.Lease is null), static each => Assert.Equal(("address", true), (each.Limit, each.Wait > TimeSpan.Zero)));
        }
    }

    [Fact]
    [Trait("Requirement", "143")]
    public async Task A_subject_has_its_limit_wherever_it_comes_from_and_a_refusal_keeps_no_place()
    {
        var door = Instance();
        var ann = new Caller("ann", [], null);
        for (var i = 0; i < 5; i++)
            Assert.NotNull((await EnterAsync(door, $"10.1.0.{i}", ann)).Lease);
        for (var i = 0; i < 20; i++)
            Assert.Equal("subject", (await EnterAsync(door, "10.1.1.1", ann)).Limit);
        for (var i = 0; i < 5; i++)
            Assert.NotNull((await EnterAsync(door, "10.1.1.1")).Lease); // the address lost no place to the refused
    }

    [Fact]
    [Trait("Requirement", "134")]
    public async Task A_place_comes_back_when_its_connection_ends_when_nobody_comes_for_it_and_after_a_crash()
    {
        var door = Instance();
        List<Lease> leases = [];
        for (var i = 0; i < 5; i++)
            leases.Add((await EnterAsync(door, "10.2.0.1")).Lease!);
        Assert.True(await door.ConnectAsync(leases[0].Id, "connection-0", Token));
        Assert.False(await door.ConnectAsync(leases[0].Id, "connection-x", Token)); // one address, one connection
        Assert.True(await door.ConnectAsync(leases[1].Id, "connection-1", Token));
        await door.LeaveAsync(leases[0].Id, "connection-x", Token); // not its to give back
        Assert.Null((await EnterAsync(door, "10.2.0.1")).Lease);
        await door.LeaveAsync(leases[0].Id, "connection-0", Token);
        Assert.NotNull((await EnterAsync(door, "10.2.0.1")).Lease);
        Assert.Null((await EnterAsync(door, "10.2.0.1")).Lease);

        // Nobody comes for the tickets. Connection 1 lives, and nobody tells us of its end: we crashed.
        _time.Advance(TimeSpan.FromMinutes(11));
        await door.SweepAsync((lease, _) => Task.FromResult(lease.Connection == "connection-1"), Token);
        var again = 0;
        while ((await EnterAsync(Instance(), "10.2.0.1")).Lease is not null)
            again++;
        Assert.Equal(4, again);
        _time.Advance(TimeSpan.FromMinutes(16));
        await door.SweepAsync(static (_, _) => Task.FromResult(false), Token);
        Assert.Equal(0, await LeasesAsync());
    }

    [Fact]
    [Trait("Requirement", "134")]
    public async Task A_place_that_is_held_again_while_the_sweep_looks_is_given_to_nobody_else()
    {
        var door = Instance();
        var lease = (await EnterAsync(door, "10.2.0.2")).Lease!;
        Assert.True(await door.ConnectAsync(lease.Id, "connection-0", Token));
        _time.Advance(TimeSpan.FromMinutes(16)); // no sweep came in time
        await door.SweepAsync(async (seen, token) => !await Instance().ConnectAsync(seen.Id, "connection-0", token), Token);
        Assert.Equal(1, await LeasesAsync());
        for (var i = 0; i < 4; i++)
            Assert.NotNull((await EnterAsync(door, "10.2.0.2")).Lease);
        Assert.Null((await EnterAsync(door, "10.2.0.2")).Lease);
    }

    [Fact]
    [Trait("Requirement", "134")]
    public async Task One_that_cannot_be_looked_at_keeps_no_other_from_being_renewed()
    {
        var door = Instance();
        List<Lease> leases = [];
        for (var i = 0; i < 5; i++)
            leases.Add((await EnterAsync(door, "10.2.0.3")).Lease!);
        foreach (var lease in leases)
            Assert.True(await door.ConnectAsync(lease.Id, $"connection-{lease.Id}", Token));
        _time.Advance(TimeSpan.FromMinutes(11));
        var looked = 0;
        var failed = await Assert.ThrowsAsync<AggregateException>(() => door.SweepAsync(
            (_, _) => ++looked == 1 ? throw new RequestFailedException(429, "Web PubSub is asked too often.") : Task.FromResult(true), Token));
        Assert.Single(failed.InnerExceptions);
        Assert.Equal(5, looked);
        _time.Advance(TimeSpan.FromMinutes(5)); // the first one's lease has run out, the others' were renewed
        Assert.NotNull((await EnterAsync(door, "10.2.0.3")).Lease);
        Assert.Null((await EnterAsync(door, "10.2.0.3")).Lease);
    }

    [Fact]
    [Trait("Requirement", "38")]
    public async Task Attempts_are_counted_over_instances_and_come_back_with_time()
    {
        var settings = new LimitOptions { ConnectionsPerAddress = 0, AttemptBurst = 20, AttemptsPerMinute = 60 };
        Admission[] instances = [Instance(settings), Instance(settings)];
        var admitted = 0;
        for (var i = 0; i < 50; i++)
            admitted += (await EnterAsync(instances[i % 2], "10.3.0.1")).Lease is null ? 0 : 1;
        Assert.Equal(20, admitted);
        _time.Advance(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 10; i++)
            admitted += (await EnterAsync(instances[i % 2], "10.3.0.1")).Lease is null ? 0 : 1;
        Assert.Equal(23, admitted);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7:4711", "203.0.113.7")]
    [InlineData("6.6.6.6, 203.0.113.7", "203.0.113.7")] // what stands further left the caller wrote
    [InlineData("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64")]
    [InlineData("[2001:db8:1:2:bbbb::2]:443", "2001:db8:1:2::/64")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("", "unknown")]
    [InlineData("unknown", "unknown")]
    [InlineData("<script>", "unknown")]
    [Trait("Requirement", "139")]
    [Trait("Requirement", "143")]
    public void An_address_is_what_the_last_trusted_proxy_wrote(string header, string place)
    {
        var context = new DefaultHttpContext();
        if (header.Length > 0)
            context.Request.Headers["X-Forwarded-For"] = header;
        Assert.Equal(place, new Address(new Fixed<LimitOptions>(new())).Of(context.Request));
    }

    private static Task<Admitted> EnterAsync(Admission door, string place, Caller? caller = null) =>
        door.EnterAsync(caller ?? Caller.Anonymous, place, ["sports"], TimeSpan.FromMinutes(10), Token);

    private Admission Instance(LimitOptions? settings = null)
    {
        var chance = new Chance();
        return new(
            Table,
            new(Table, TimeProvider.System, chance),
            new Fixed<LimitOptions>(settings ?? new() { AttemptBurst = 0 }),
            _time,
            chance,
            new DoorMetrics(_services.GetRequiredService<IMeterFactory>()));
    }

    private async Task<int> LeasesAsync()
    {
        var leases = 0;
        await foreach (var row in Table.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey ge {"lease-"}"), cancellationToken: Token))
            leases += row.PartitionKey.StartsWith("lease-", StringComparison.Ordinal) ? 1 : 0;
        return leases;
    }
}
