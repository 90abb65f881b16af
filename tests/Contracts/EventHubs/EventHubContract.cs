using Azure;
using LiveView.Cloud.EventHubs;
using LiveView.Testing;

namespace LiveView.Contracts.Tests.EventHubs;

/// <summary>What Live View relies on when it sends events, wherever the hub is. The hub may hold events of earlier tests: each test has keys and words of its own.</summary>
public abstract class EventHubContract
{
    private static int _tests;

    // The point at the end: the first test's word is not the beginning of the tenth's.
    private readonly string _word = $"contract-{Environment.ProcessId}-{Interlocked.Increment(ref _tests)}.";

    /// <summary>Of the namespace or the hub, with a key that may send.</summary>
    protected abstract string ConnectionString { get; }

    protected abstract string Hub { get; }

    /// <summary>Where to send when the connection string does not say; null when it does.</summary>
    protected virtual Uri? SendAddress => null;

    protected abstract int PartitionCount { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_a_key_arrive_in_one_partition_in_order_with_the_key_beside_them()
    {
        await using var producer = Producer();
        for (var i = 0; i < 20; i++)
        {
            var one = new EventData($"{_word} {i}") { Properties = { ["number"] = i, ["text"] = "é漢字 \"😀\"" } };
            await producer.SendAsync([one], new SendEventOptions { PartitionKey = _word }, Token);
        }

        var (partition, events) = Assert.Single(await ArrivedAsync(20));
        Assert.Equal($"{PartitionHash.Of(_word, PartitionCount)}", partition);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{_word} {i}"), events.Select(one => one.Body));
        Assert.Equal([.. events.Select(one => one.SequenceNumber).Order()], events.Select(one => one.SequenceNumber));
        Assert.All(events, one => Assert.Equal((_word, "é漢字 \"😀\""), ($"{one.Properties[EventData.PartitionKeyProperty]}", $"{one.Properties["text"]}")));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), events.Select(one => $"{one.Properties["number"]}"));
    }

    [Fact]
    public async Task A_batch_arrives_whole_and_in_order_in_the_partition_it_was_for()
    {
        await using var producer = Producer();
        using var batch = await producer.CreateBatchAsync(new CreateBatchOptions { PartitionId = $"{PartitionCount - 1}" }, Token);
        for (var i = 0; i < 500; i++)
            Assert.True(batch.TryAdd(new EventData($$"""{"word":"{{_word}}","number":{{i}}}""")));

        await producer.SendAsync(batch, Token);

        var (partition, events) = Assert.Single(await ArrivedAsync(500));
        Assert.Equal($"{PartitionCount - 1}", partition);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $$"""{"word":"{{_word}}","number":{{i}}}"""), events.Select(one => one.Body));
    }

    [Fact]
    public async Task A_batch_as_large_as_the_client_sends_is_taken()
    {
        await using var producer = Producer();
        using var batch = await producer.CreateBatchAsync(new CreateBatchOptions { PartitionId = "0" }, Token);
        var body = $"{_word} {new string('x', 9_900)}";
        var count = 0;
        while (batch.TryAdd(new EventData(body)))
            count++;

        await producer.SendAsync(batch, Token);

        Assert.InRange(batch.SizeInBytes, 980_000, 1_000_000);
        Assert.Equal(count, Assert.Single(await ArrivedAsync(count)).Value.Count);
    }

    [Fact]
    public async Task Senders_in_parallel_keep_the_order_of_each()
    {
        await using var producer = Producer();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async sender =>
        {
            for (var i = 0; i < 10; i++)
                await producer.SendAsync([new EventData($"{_word} {sender} {i}")], new SendEventOptions { PartitionKey = $"{_word}-{sender}" }, Token);
        }));

        var events = (await ArrivedAsync(80)).Values.SelectMany(partition => partition).Select(one => one.Body.Split(' '));
        foreach (var sender in events.GroupBy(words => words[1]))
            Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), sender.Select(words => words[2]));
    }

    [Fact]
    public async Task An_event_for_no_partition_arrives_in_some()
    {
        await using var producer = Producer();
        await producer.SendAsync([new EventData($"{_word} somewhere")], null, Token);

        Assert.Equal($"{_word} somewhere", Assert.Single(Assert.Single(await ArrivedAsync(1)).Value).Body);
    }

    [Fact]
    public async Task A_wrong_key_is_refused()
    {
        await using var producer = Producer(ConnectionString.Replace("SharedAccessKey=", "SharedAccessKey=wrong", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => producer.SendAsync([new EventData("x")], new SendEventOptions { PartitionId = "0" }, Token));

        Assert.Equal(401, refused.Status);
    }

    /// <summary>All that a partition holds, in order.</summary>
    protected abstract Task<IReadOnlyList<ReceivedEvent>> ReadAsync(string partitionId, CancellationToken cancellationToken);

    private EventHubProducerClient Producer(string? connectionString = null) =>
        new(connectionString ?? ConnectionString, Hub, new EventHubProducerClientOptions { PartitionCount = PartitionCount, SendAddress = SendAddress });

    /// <summary>This test's events by partition, once so many are there.</summary>
    private async Task<Dictionary<string, List<ReceivedEvent>>> ArrivedAsync(int count)
    {
        Dictionary<string, List<ReceivedEvent>> arrived = [];
        await Eventually.Until($"{count} events of {_word} arrived", async () =>
        {
            arrived = [];
            for (var partition = 0; partition < PartitionCount; partition++)
            {
                var events = (await ReadAsync($"{partition}", Token)).Where(one => one.Body.Contains(_word, StringComparison.Ordinal)).ToList();
                if (events.Count > 0)
                    arrived[$"{partition}"] = events;
            }
            return arrived.Values.Sum(events => events.Count) >= count;
        }, Token);
        Assert.Equal(count, arrived.Values.Sum(events => events.Count));
        return arrived;
    }
}
