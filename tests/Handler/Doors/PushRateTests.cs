using System.Net;
using System.Net.Sockets;
using LiveView.Cloud.Tables;
using LiveView.Handler.Ingest.Push;
using LiveView.Handler.State;
using LiveView.Local.Azurite;
using LiveView.Testing;

namespace LiveView.Handler.Tests.Doors;

/// <summary>How often a key may push, at instances that know nothing of each other but the table.</summary>
public sealed class PushRateTests
{
    private readonly ManualTime _time = new(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "38")]
    public async Task A_key_pushes_five_seconds_worth_at_once_and_then_its_rate_wherever_it_comes_in()
    {
        await using var azurite = await AzuriteProcess.StartAsync(new() { BlobPort = 0, QueuePort = 0, TablePort = 0 }, Token);
        var table = new TableClient(azurite.ConnectionString, StateTables.Limits);
        await table.CreateIfNotExistsAsync(Token);
        PushRate[] instances = [Instance(table), Instance(table), Instance(table)];
        Assert.Equal(50, await PushAsync(instances, "a"));
        Assert.Equal(50, await PushAsync(instances, "b")); // another key, another bucket
        Assert.Equal(0, await PushAsync(instances, "a"));
        for (var second = 0; second < 5; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(10, await PushAsync(instances, "a"));
        }
    }

    [Fact]
    public async Task A_table_that_does_not_answer_silences_nobody()
    {
        var away = new TableClient("DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;", StateTables.Limits, new() { RetryPolicy = new Azure.Core.Pipeline.RetryPolicy(0) });
        Assert.Null(await Instance(away).WaitAsync("a", Token));
    }

    [Fact]
    public async Task A_table_that_takes_the_question_and_says_nothing_silences_nobody_for_longer_than_a_second()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        var table = new TableClient($"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://{deaf.LocalEndpoint}/devstoreaccount1;", StateTables.Limits);
        var waiting = Instance(table).WaitAsync("a", Token).AsTask();
        await Eventually.Until("it is waited for", () => deaf.Pending(), Token);
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await waiting.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    private PushRate Instance(TableClient table) => new(new(table, _time, new()), new Settled<PushOptions>(new() { PerSecond = 10 }), _time);

    // One after the other, from instance to instance, until nobody takes any more.
    private static async Task<int> PushAsync(PushRate[] instances, string key)
    {
        var (taken, before) = (0, -1);
        while (taken > before)
        {
            before = taken;
            foreach (var instance in instances)
                taken += await instance.WaitAsync(key, Token) is null ? 1 : 0;
        }

        return taken;
    }
}
