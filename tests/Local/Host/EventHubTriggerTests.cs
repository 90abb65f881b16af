using System.Text;
using System.Text.Json;
using LiveView.Local.EventHubs;
using LiveView.Local.Host;
using LiveView.Testing;

namespace LiveView.Local.Tests.Host;

/// <summary>Checklist 5 and 8: how events reach a function, and when the checkpoint moves.</summary>
public sealed class EventHubTriggerTests(RunningAzurite azurite)
{
    private const string Retry = ""","retry":{"strategy":"fixedDelay","maxRetryCount":2,"delayInterval":"00:00:00.050"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_events_arrive_encoded_twice_with_their_metadata_beside_them()
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([Event("""{"a":1,"t":"2026-01-01T00:00:00.100Z"}"""), Event("plain \"q\" text", "k1", """{"type":"x","n":5,"t":"2026-01-01T00:00:00.100Z"}"""), Event("", "k2")]);
        await stage.Reader("Fold", hub.Name).StartAsync();
        await Eventually.Until("the batch arrives", () => stage.Calls.Count == 1, Token);

        var body = stage.Bodies[0];
        Assert.Equal(
            """[{"a":1,"t":"2026-01-01T00:00:00.100Z"}]""",
            $"[{Strings(body.GetProperty("Data").GetProperty("events"))[0]}]");
        Assert.Equal("""["{\"a\":1,\"t\":\"2026-01-01T00:00:00.100Z\"}","plain \"q\" text",""]""", body.GetProperty("Data").GetProperty("events").GetString());
        var metadata = body.GetProperty("Metadata");
        Assert.Equal(
            $$"""{"IsCheckpointingAfterInvocation":true,"FullyQualifiedNamespace":"localhost","EventHubName":"{{hub.Name}}","ConsumerGroup":"$Default","PartitionId":"0"}""",
            metadata.GetProperty("PartitionContext").GetRawText());
        Assert.Equal("""[null,"k1","k2"]""", metadata.GetProperty("PartitionKeyArray").GetString());
        Assert.Equal("[0,1,2]", metadata.GetProperty("SequenceNumberArray").GetString());
        Assert.Equal("""[{},{"type":"x","n":5,"t":"2026-01-01T00:00:00.100Z"},{}]""", metadata.GetProperty("PropertiesArray").GetString());
        Assert.Equal(3, Strings(metadata.GetProperty("OffsetArray")).Count);
        Assert.All(Strings(metadata.GetProperty("EnqueuedTimeUtcArray")), time => Assert.DoesNotContain("Z", time, StringComparison.Ordinal));
        var system = JsonElement.Parse(metadata.GetProperty("SystemPropertiesArray").GetString() ?? "");
        Assert.Equal(1, system[1].GetProperty("SequenceNumber").GetInt32());
        Assert.Equal("k1", system[1].GetProperty("PartitionKey").GetString());
        Assert.Equal(JsonValueKind.String, system[1].GetProperty("Offset").ValueKind);
    }

    [Fact]
    public async Task Bytes_travel_as_base64_inside_a_string()
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([new(new byte[] { 1, 2, 255 })]);
        await stage.Reader("Fold", hub.Name, "\"cardinality\":\"many\",\"dataType\":\"binary\"").StartAsync();
        await Eventually.Until("the batch arrives", () => stage.Calls.Count == 1, Token);

        Assert.Equal("""["AQL/"]""", stage.Bodies[0].GetProperty("Data").GetProperty("events").GetString());
    }

    [Fact]
    public async Task One_by_one_the_metadata_is_in_the_singular()
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([Event("""{"a":1}""", "pk"), Event("two")]);
        await stage.Reader("Fold", hub.Name, "\"cardinality\":\"one\",\"dataType\":\"string\"").StartAsync();
        await Eventually.Until("both arrive", () => stage.Calls.Count == 2, Token);

        var body = stage.Bodies[0];
        Assert.Equal(""" "{\"a\":1}" """.Trim(), body.GetProperty("Data").GetProperty("events").GetString());
        Assert.Equal("0", body.GetProperty("Metadata").GetProperty("SequenceNumber").GetString());
        Assert.Equal("\"pk\"", body.GetProperty("Metadata").GetProperty("PartitionKey").GetString());
        Assert.Equal("{}", body.GetProperty("Metadata").GetProperty("Properties").GetRawText());
        Assert.Equal(19, body.GetProperty("Metadata").GetProperty("EnqueuedTimeUtc").GetString()?.Length); // whole seconds, no zone
    }

    [Fact]
    public async Task Without_a_data_type_one_event_that_is_not_json_costs_its_whole_batch_and_the_handler_is_not_called()
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([Event("""{"t":"2026-01-01T00:00:00.100Z"}""")]);
        await stage.Reader("Fold", hub.Name, "\"cardinality\":\"many\"").StartAsync();
        await Eventually.Until("the first batch arrives", () => stage.Calls.Count == 1, Token);
        Assert.Equal("""[{"t":"2026-01-01T00:00:00.1Z"}]""", stage.Bodies[0].GetProperty("Data").GetProperty("events").GetString());

        hub.Partitions[0].Append([Event("1"), Event("not json")]);
        await Eventually.Until("the batch is skipped", () => stage.Logs.Count(9140) == 1, Token);
        await Eventually.Until("the checkpoint has moved on", async () => await CheckpointAsync(hub) == 2, Token);
        Assert.Single(stage.Calls);
    }

    [Fact]
    public async Task A_partition_is_read_in_order_in_batches_of_at_most_the_size_that_host_json_sets()
    {
        await using var stage = new Stage(azurite);
        stage.HostJson("""{"extensions":{"eventHubs":{"maxEventBatchSize":3}}}""");
        var hub = await stage.HubAsync(2);
        foreach (var partition in hub.Partitions)
            partition.Append([.. Enumerable.Range(0, 8).Select(number => Event($"{partition.Id}-{number}"))]);
        await stage.Reader("Fold", hub.Name).StartAsync();
        await Eventually.Until("all batches arrive", () => stage.Calls.Count == 6, Token);

        var batches = stage.Bodies.Select(body => Strings(body.GetProperty("Data").GetProperty("events"))).ToList();
        Assert.All(batches, batch => Assert.InRange(batch.Count, 1, 3));
        foreach (var partition in hub.Partitions)
            Assert.Equal(Enumerable.Range(0, 8).Select(number => $"{partition.Id}-{number}"), batches.Where(batch => batch[0][0] == partition.Id[0]).SelectMany(batch => batch));
    }

    [Fact]
    public async Task A_batch_that_fails_for_good_is_skipped_and_the_checkpoint_moves_on()
    {
        await using var stage = new Stage(azurite).Answer("500");
        var hub = await stage.HubAsync();
        await stage.Reader("Fold", hub.Name, retry: Retry).StartAsync();
        hub.Partitions[0].Append([Event("lost")]);

        await Eventually.Until("the checkpoint has moved on", async () => await CheckpointAsync(hub) == 0, Token);
        Assert.Equal(3, stage.Calls.Count);
        Assert.Equal(1, stage.Logs.Count(9140));
        stage.Answer("ok");
        hub.Partitions[0].Append([Event("next")]);
        await Eventually.Until("the next batch arrives", () => stage.Calls.Count == 4, Token);
    }

    [Fact]
    public async Task Retries_without_end_hold_the_partition_until_it_works()
    {
        await using var stage = new Stage(azurite).Answer("500");
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([Event("held")]);
        await stage.Reader("Fold", hub.Name, retry: """,'retry':{'strategy':'exponentialBackoff','maxRetryCount':-1,'minimumInterval':'00:00:00.010','maximumInterval':'00:00:00.050'}""".Replace('\'', '"')).StartAsync();
        await Eventually.Until("it was tried often", () => stage.Calls.Count >= 8, Token);
        hub.Partitions[0].Append([Event("behind")]);
        Assert.Null(await CheckpointAsync(hub));
        stage.Answer("ok");

        await Eventually.Until("both are done", async () => await CheckpointAsync(hub) == 1, Token);
        Assert.Equal("""["behind"]""", stage.Bodies[^1].GetProperty("Data").GetProperty("events").GetString());
    }

    [Fact]
    public async Task A_new_host_goes_on_after_the_checkpoint()
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([Event("first")]);
        var host = await stage.Reader("Fold", hub.Name).StartAsync();
        await Eventually.Until("the first is done", async () => await CheckpointAsync(hub) == 0, Token);
        await host.DisposeAsync();
        hub.Partitions[0].Append([Event("second")]);
        await stage.StartAsync();

        await Eventually.Until("the second arrives", () => stage.Calls.Count == 2, Token);
        Assert.Equal("""["second"]""", stage.Bodies[1].GetProperty("Data").GetProperty("events").GetString());
    }

    [Fact]
    public async Task A_batch_under_way_at_a_stop_is_not_checkpointed_and_comes_again()
    {
        await using var stage = new Stage(azurite).Answer("hang");
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([Event("again")]);
        var host = await stage.Reader("Fold", hub.Name, retry: Retry).StartAsync(options => options.StopWithin = TimeSpan.FromMilliseconds(300));
        await Eventually.Until("the call is under way", () => stage.Calls.Count == 1, Token);
        await host.DisposeAsync();
        Assert.Null(await CheckpointAsync(hub));

        stage.Answer("ok");
        await stage.StartAsync();
        await Eventually.Until("it came again and is done", async () => await CheckpointAsync(hub) == 0, Token);
        Assert.Equal(2, stage.Calls.Count);
    }

    [Fact]
    public async Task The_checkpoint_lies_where_the_official_processors_keep_it()
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        hub.Partitions[0].Append([Event("one"), Event("two")]);
        await stage.Reader("Fold", hub.Name, "\"cardinality\":\"many\",\"dataType\":\"string\",\"consumerGroup\":\"fold\"").StartAsync();
        using var blobs = Blobs();
        var path = $"azure-webjobs-eventhub/localhost/{hub.Name}/fold/checkpoint/0";

        await Eventually.Until("the checkpoint is there", async () => await blobs.GetMetadataAsync(path, Token) is not null, Token);
        var metadata = await blobs.GetMetadataAsync(path, Token);
        Assert.Equal("1", metadata?["sequencenumber"]);
        Assert.Equal(hub.Partitions[0].Read(0, 1)[0].Offset.ToString(System.Globalization.CultureInfo.InvariantCulture), metadata?["offset"]);
        Assert.Empty(await blobs.GetAsync(path, Token) ?? [1]);
    }

    [Theory]
    [InlineData("$Default", "no-such-hub", "no hub")]
    [InlineData("nobody", null, "no consumer group")]
    public async Task A_hub_or_group_that_does_not_exist_is_told_at_the_start(string group, string? name, string reason)
    {
        await using var stage = new Stage(azurite);
        var hub = await stage.HubAsync();
        stage.Reader("Fold", name ?? hub.Name, $"\"cardinality\":\"many\",\"consumerGroup\":\"{group}\"");

        var fault = await Assert.ThrowsAsync<HostConfigurationException>(() => stage.StartAsync());
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    private static EventData Event(string text, string? key = null, string properties = "{}") => new(Encoding.UTF8.GetBytes(text), key, properties);

    private static List<string> Strings(JsonElement twice) => JsonSerializer.Deserialize<List<string>>(twice.GetString() ?? "") ?? [];

    private BlobStore Blobs() => new(StorageAccount.Parse(azurite.ConnectionString), TimeProvider.System);

    private async Task<long?> CheckpointAsync(EventHub hub)
    {
        using var blobs = Blobs();
        return await new Checkpoints(blobs).ReadAsync(new("events", hub.Name, "localhost", "$Default", Many: true, BodyType.String), "0", Token);
    }
}
