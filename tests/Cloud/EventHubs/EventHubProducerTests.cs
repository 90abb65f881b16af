using System.Text;
using System.Text.Json;
using Azure;
using LiveView.Cloud.EventHubs;
using LiveView.Cloud.Pipeline;
using static LiveView.Cloud.Tests.ScriptedTransport;

namespace LiveView.Cloud.Tests.EventHubs;

public sealed class EventHubProducerTests
{
    private const string Connection = "Endpoint=sb://live.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=c2VjcmV0LWtleQ==;EntityPath=raw";
    private readonly SkippedDelay _delay = new();
    private readonly StoppedClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_of_a_key_go_in_one_request_to_the_partition_of_the_key()
    {
        var transport = new ScriptedTransport(Answer(201));
        await using var producer = Client(transport);
        var second = new EventData("zwei\n漢字") { Properties = { ["traceparent"] = "00-1", ["n"] = 2, ["big"] = 9_007_199_254_740_993L, ["x"] = 0.5, ["yes"] = true } };

        await producer.SendAsync([new EventData("""{"a":"b"}"""), second], new SendEventOptions { PartitionKey = "patients:p-1042" }, Token);

        var sent = transport.Only;
        Assert.Equal(("POST", "https://live.servicebus.windows.net/raw/partitions/3/messages?timeout=5&api-version=2014-01"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal("application/vnd.microsoft.servicebus.json", sent.Header("Content-Type"));
        Assert.Equal("NoRetry", sent.Header("x-ms-retrypolicy"));
        Assert.Equal(
            """[{"Body":"{\"a\":\"b\"}","UserProperties":{"PartitionKey":"patients:p-1042"}},"""
            + """{"Body":"zwei\n漢字","UserProperties":{"PartitionKey":"patients:p-1042","traceparent":"00-1","n":2,"big":9007199254740993,"x":0.5,"yes":true}}]""",
            sent.Text);
    }

    // The signature was computed outside this code base.
    [Fact]
    public async Task The_key_signs_as_text_for_the_hub()
    {
        var transport = new ScriptedTransport(Answer(201));
        await using var producer = Client(transport);

        await producer.SendAsync([new EventData("x")], null, Token);

        Assert.Equal("SharedAccessSignature sr=https%3A%2F%2Flive.servicebus.windows.net%2Fraw&sig=55CjN5F%2BVPQ1AJGXGqc5sXXYdnX3BSnaDppV85vIBJc%3D&se=1795223270&skn=send", transport.Only.Header("Authorization"));
        Assert.Equal("https://live.servicebus.windows.net/raw/messages?timeout=5&api-version=2014-01", transport.Only.Address.AbsoluteUri);
        Assert.Equal("""[{"Body":"x"}]""", transport.Only.Text);
    }

    [Fact]
    public async Task A_token_serves_until_shortly_before_it_ends()
    {
        var transport = new ScriptedTransport(Answer(201), Answer(201), Answer(201));
        await using var producer = Client(transport);
        await producer.SendAsync([new EventData("1")], null, Token);
        _clock.Now += TimeSpan.FromMinutes(54);
        await producer.SendAsync([new EventData("2")], null, Token);
        _clock.Now += TimeSpan.FromMinutes(2);
        await producer.SendAsync([new EventData("3")], null, Token);

        Assert.Equal(transport.Sent[0].Header("Authorization"), transport.Sent[1].Header("Authorization"));
        Assert.Contains("&se=1795226630&", transport.Sent[2].Header("Authorization"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true", null, "http://localhost:5300/raw/")]
    [InlineData("Endpoint=sb://localhost:25672;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true", null, "http://localhost:5300/raw/")]
    [InlineData("Endpoint=http://127.0.0.1:41000;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true", null, "http://127.0.0.1:41000/raw/")]
    [InlineData("Endpoint=sb://localhost;SharedAccessKeyName=k;SharedAccessKey=v;UseDevelopmentEmulator=true", "http://127.0.0.1:42000", "http://127.0.0.1:42000/raw/")]
    [InlineData("Endpoint=https://live.servicebus.windows.net;SharedAccessKeyName=k;SharedAccessKey=v", null, "https://live.servicebus.windows.net/raw/")]
    public async Task An_emulator_is_sent_to_over_http_where_it_is(string connection, string? sendAddress, string address)
    {
        var transport = new ScriptedTransport(Answer(201));
        var options = Options(transport);
        options.SendAddress = sendAddress is null ? null : new Uri(sendAddress);
        await using var producer = new EventHubProducerClient(connection, "raw", options);

        await producer.SendAsync([new EventData("x")], new SendEventOptions { PartitionId = "1" }, Token);

        Assert.Equal($"{address}partitions/1/messages?timeout=5&api-version=2014-01", transport.Only.Address.AbsoluteUri);
    }

    [Theory]
    [InlineData("Endpoint=http://live.example;SharedAccessKeyName=k;SharedAccessKey=v;EntityPath=raw", "only with UseDevelopmentEmulator")]
    [InlineData("Endpoint=sb://live;SharedAccessKeyName=k;SharedAccessKey=v", "no EntityPath")]
    [InlineData("Endpoint=sb://live;SharedAccessKey=v;EntityPath=raw", "no SharedAccessKeyName")]
    [InlineData("SharedAccessKeyName=k;SharedAccessKey=v;EntityPath=raw", "no Endpoint")]
    public void A_connection_string_that_cannot_be_used_says_why(string connection, string why)
    {
        Assert.Contains(why, Assert.Throws<FormatException>(() => new EventHubProducerClient(connection)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_string_for_another_hub_is_a_mistake()
    {
        Assert.Contains("hub raw, not polls", Assert.Throws<FormatException>(() => new EventHubProducerClient(Connection, "polls")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_Entra_a_bearer_token_for_event_hubs_is_sent()
    {
        var transport = new ScriptedTransport(Answer(201));
        var credential = new ScriptedCredential();
        await using var producer = new EventHubProducerClient("live.servicebus.windows.net", "raw", credential, Options(transport));

        await producer.SendAsync([new EventData("x")], null, Token);

        Assert.Equal("Bearer scripted", transport.Only.Header("Authorization"));
        Assert.Equal(["https://eventhubs.azure.net/.default"], credential.Scopes);
    }

    [Fact]
    public async Task A_batch_refuses_what_would_make_it_too_large_and_stays_as_it_was()
    {
        var transport = new ScriptedTransport(Answer(201));
        await using var producer = Client(transport);
        using var batch = await producer.CreateBatchAsync(new CreateBatchOptions { MaximumSizeInBytes = 64, PartitionId = "0" }, Token);

        // 2 brackets, and 28 bytes for each event of 17 letters: the second makes it 59 with its comma, the third would make 88.
        Assert.True(batch.TryAdd(new EventData(new string('a', 17))));
        Assert.True(batch.TryAdd(new EventData(new string('b', 17))));
        Assert.Equal((2, 59L), (batch.Count, batch.SizeInBytes));
        Assert.False(batch.TryAdd(new EventData(new string('c', 17))));
        Assert.Equal((2, 59L), (batch.Count, batch.SizeInBytes));

        await producer.SendAsync(batch, Token);
        Assert.Equal("""[{"Body":"aaaaaaaaaaaaaaaaa"},{"Body":"bbbbbbbbbbbbbbbbb"}]""", transport.Only.Text);
        Assert.Equal(59, transport.Only.Body.Length);
    }

    [Fact]
    public async Task An_event_that_fits_nowhere_is_named_with_its_size_and_the_limit()
    {
        var transport = new ScriptedTransport();
        await using var producer = Client(transport);
        using var batch = await producer.CreateBatchAsync(null, Token);

        Assert.Equal(1_000_000, batch.MaximumSizeInBytes);
        var fault = Assert.Throws<EventTooLargeException>(() => batch.TryAdd(new EventData(new string('x', 1_000_000))));
        Assert.Equal((1_000_013L, 1_000_000L), (fault.Size, fault.Limit));
        Assert.Contains("1000013 bytes on the wire; 1000000", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<EventTooLargeException>(() => producer.SendAsync([new EventData("small"), new EventData(new string('x', 1_000_000))], null, Token));
        Assert.Equal(0, batch.Count);
    }

    [Fact]
    public async Task Many_events_go_in_order_in_requests_within_the_limit()
    {
        var transport = new ScriptedTransport(Answer(201), Answer(201), Answer(201));
        var options = Options(transport);
        options.MaximumSizeInBytes = 100;
        await using var producer = new EventHubProducerClient(Connection, options);

        await producer.SendAsync(Enumerable.Range(0, 10).Select(i => new EventData($"event {i} ____")), new SendEventOptions { PartitionId = "2" }, Token);

        Assert.All(transport.Sent, sent => Assert.InRange(sent.Body.Length, 1, 100));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"event {i} ____"), transport.Sent.SelectMany(Bodies));
    }

    [Fact]
    public async Task Nothing_is_sent_for_nothing()
    {
        var transport = new ScriptedTransport();
        await using var producer = Client(transport);
        using var batch = await producer.CreateBatchAsync(null, Token);

        await producer.SendAsync(batch, Token);
        await producer.SendAsync([], null, Token);

        Assert.Empty(transport.Sent);
    }

    [Fact]
    public async Task Bytes_that_are_not_text_are_refused_instead_of_changed()
    {
        await using var producer = Client(new ScriptedTransport());
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => producer.SendAsync([new EventData(BinaryData.FromBytes([0xff, 0xfe]))], null, Token));
        Assert.Contains("UTF-8", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("k", "0", "not both")]
    [InlineData(null, "4", "no partition '4'")]
    [InlineData(null, "-1", "no partition '-1'")]
    [InlineData(null, "x", "no partition 'x'")]
    public async Task A_destination_that_is_none_is_refused(string? key, string? id, string why)
    {
        await using var producer = Client(new ScriptedTransport());
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => producer.SendAsync([new EventData("x")], new SendEventOptions { PartitionKey = key, PartitionId = id }, Token));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partition_has_one_request_in_flight_and_others_do_not_wait_for_it()
    {
        var gate = new TaskCompletionSource<Response>(TaskCreationOptions.RunContinuationsAsynchronously);
        var transport = new ScriptedTransport((_, token) => gate.Task.WaitAsync(token), Answer(201), Answer(201));
        await using var producer = Client(transport);

        var first = producer.SendAsync([new EventData("1")], new SendEventOptions { PartitionId = "0" }, Token);
        var second = producer.SendAsync([new EventData("2")], new SendEventOptions { PartitionId = "0" }, Token);
        await producer.SendAsync([new EventData("other")], new SendEventOptions { PartitionId = "1" }, Token);
        Assert.Equal(["1", "other"], transport.Sent.SelectMany(Bodies));
        Assert.False(second.IsCompleted);

        gate.SetResult(new LiveView.Testing.Pipeline.Answer(201));
        await Task.WhenAll(first, second);
        Assert.Equal(["1", "other", "2"], transport.Sent.SelectMany(Bodies));
    }

    [Fact]
    public async Task A_refused_send_lets_the_next_have_its_turn()
    {
        var transport = new ScriptedTransport(Answer(401, "<Error><Code>401</Code><Detail>Bad token.</Detail></Error>"), Answer(201));
        await using var producer = Client(transport);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => producer.SendAsync([new EventData("1")], new SendEventOptions { PartitionId = "0" }, Token));
        Assert.Equal((401, "401"), (refused.Status, refused.ErrorCode));
        await producer.SendAsync([new EventData("2")], new SendEventOptions { PartitionId = "0" }, Token);
    }

    [Fact]
    public async Task A_throttled_hub_is_left_alone_for_four_seconds()
    {
        var transport = new ScriptedTransport(
            Answer(503, "<Error><Code>503</Code><Detail>The request was terminated because the entity is being throttled. Error code : 50002. Please wait 4 seconds and try again.</Detail></Error>"),
            Answer(503, "TrackingId:150002 is not that code"),
            Answer(201));
        await using var producer = Client(transport);

        await producer.SendAsync([new EventData("1")], null, Token);

        Assert.InRange(_delay.Delays[0].TotalSeconds, 4.0, 6.0);
        Assert.InRange(_delay.Delays[1].TotalMilliseconds, 160, 240);
    }

    private static IEnumerable<string?> Bodies(SentRequest sent)
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(sent.Body));
        return [.. document.RootElement.EnumerateArray().Select(one => one.GetProperty("Body").GetString())];
    }

    private EventHubProducerClient Client(ScriptedTransport transport) => new(Connection, Options(transport));

    private EventHubProducerClientOptions Options(ScriptedTransport transport) =>
        new() { Transport = transport, RetryPolicy = new CloudRetryPolicy(_delay), Time = _clock };
}
