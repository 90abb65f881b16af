using System.Text;

namespace LiveView.Local.Tests.EventHubs;

/// <summary>The HTTP send API: what is taken, how it is kept, and what is refused in which words.</summary>
public sealed class SendTests
{
    [Fact]
    public async Task A_single_event_keeps_its_bytes_key_and_properties()
    {
        await using var sender = await new Sender().StartAsync();
        var (status, text) = await sender.SendAsync("raw/partitions/2/messages", "{\"é\":1}", change: request =>
        {
            request.Headers.TryAddWithoutValidation("BrokerProperties", """{"PartitionKey":"doc-1"}""");
            request.Headers.TryAddWithoutValidation("source", "\"espn\"");
        });

        Assert.Equal((201, ""), (status, text));
        var one = Assert.Single(sender.Raw[2].Read(-1, 10));
        Assert.Equal(0, one.SequenceNumber);
        Assert.Equal("{\"é\":1}", Encoding.UTF8.GetString(one.Data.Body.Span));
        Assert.Equal("doc-1", one.Data.PartitionKey);
        Assert.Equal("""{"source":"espn"}""", one.Data.Properties);
    }

    [Fact]
    public async Task A_batch_goes_to_one_partition_in_its_order()
    {
        await using var sender = await new Sender().StartAsync();
        var (status, _) = await sender.SendAsync("raw/partitions/1/messages",
            """[{"Body":"{\"a\":1}","UserProperties":{"n":5,"s":"x"}},{"Body":"AQL/","IsBodyBase64":true},{"Body":"","BrokerProperties":null}]""".Replace(",\"BrokerProperties\":null", "", StringComparison.Ordinal), Sender.Batch);

        Assert.Equal(201, status);
        var events = sender.Raw[1].Read(-1, 10);
        Assert.Equal([0L, 1L, 2L], events.Select(one => one.SequenceNumber));
        Assert.Equal("""{"n":5,"s":"x"}""", events[0].Data.Properties);
        Assert.Equal([1, 2, 255], events[1].Data.Body.ToArray());
        Assert.True(events[0].Offset < events[1].Offset && events[1].Offset < events[2].Offset);
    }

    [Fact]
    public async Task A_key_always_means_the_same_partition_and_no_key_takes_turns()
    {
        await using var sender = await new Sender().StartAsync();
        for (var count = 0; count < 4; count++)
        {
            await sender.SendAsync("raw/messages", "keyed", change: request => request.Headers.TryAddWithoutValidation("BrokerProperties", """{"PartitionKey":"a"}"""));
            await sender.SendAsync("raw/publishers/a/messages", "published");
        }
        var owner = Assert.Single(sender.Raw, partition => partition.LastSequence >= 0);
        Assert.Equal(7, owner.LastSequence);

        for (var count = 0; count < 4; count++)
            await sender.SendAsync("raw/messages", "free");
        Assert.All(Enumerable.Range(0, 4), partition => Assert.Contains("free", sender.Texts(partition)));
    }

    [Theory]
    [InlineData("nothing/messages", 404, "'nothing'")]
    [InlineData("raw/partitions/4/messages", 404, "no partition '4'")]
    public async Task What_does_not_exist_is_not_found(string path, int status, string words)
    {
        await using var sender = await new Sender().StartAsync();
        var answer = await sender.SendAsync(path, "x");

        Assert.Equal(status, answer.Status);
        Assert.Contains(words.Replace("'", "&apos;", StringComparison.Ordinal), answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""[{"NoBody":1}]""")]
    [InlineData("""[{"Body":{"a":1}}]""")]
    [InlineData("""[{"Body":"not base64","IsBodyBase64":true}]""")]
    [InlineData("""[{"Body":"a","UserProperties":[]}]""")]
    [InlineData("""[{"Body":"a","BrokerProperties":{"PartitionKey":"1"}},{"Body":"b","BrokerProperties":{"PartitionKey":"2"}}]""")]
    public async Task A_malformed_batch_is_refused_whole(string body)
    {
        await using var sender = await new Sender().StartAsync();

        Assert.Equal(400, (await sender.SendAsync("raw/partitions/0/messages", body, Sender.Batch)).Status);
        Assert.Equal(-1, sender.Raw[0].LastSequence);
    }

    [Theory]
    [InlineData(1 << 20, 201)]
    [InlineData((1 << 20) + 1, 413)]
    public async Task A_publication_has_at_most_a_megabyte(int size, int status)
    {
        await using var sender = await new Sender().StartAsync();
        Assert.Equal(status, (await sender.SendAsync("raw/messages", new string('x', size))).Status);
        Assert.Equal(status, (await sender.SendAsync("raw/messages", new string('x', size), change: request => request.Headers.TransferEncodingChunked = true)).Status);
    }

    [Fact]
    public async Task A_throttled_namespace_says_so_in_the_words_that_clients_know()
    {
        await using var sender = await new Sender().StartAsync();
        sender.Server.Throttled = true;
        var answer = await sender.SendAsync("raw/messages", "x");
        Assert.Equal(503, answer.Status);
        Assert.Contains("50002", answer.Text, StringComparison.Ordinal);

        sender.Server.Throttled = false;
        Assert.Equal(201, (await sender.SendAsync("raw/messages", "x")).Status);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5300/raw", 201)]
    [InlineData("sb://localhost/RAW/", 201)]
    [InlineData("http://localhost/raw/messages", 201)]
    [InlineData("http://localhost/ra", 401)]
    [InlineData("http://localhost/polls", 401)]
    [InlineData("raw", 401)]
    public async Task A_token_opens_what_it_names_and_what_is_below(string resource, int status)
    {
        await using var sender = await new Sender().StartAsync();
        Assert.Equal(status, (await sender.SendAsync("raw/messages", "x", token: Sender.Token(resource))).Status);
    }

    [Fact]
    public async Task A_token_that_is_forged_expired_nameless_or_missing_opens_nothing()
    {
        await using var sender = await new Sender().StartAsync();
        foreach (var token in new[]
        {
            Sender.Token("http://localhost/", key: "another"), Sender.Token("http://localhost/", name: "another"), Sender.Token("http://localhost/", seconds: -1),
            "SharedAccessSignature sr=x&sig=y", "Bearer abc", "",
        })
            Assert.Equal(401, (await sender.SendAsync("raw/messages", "x", token: token)).Status);
        Assert.All(sender.Raw, partition => Assert.Equal(-1, partition.LastSequence));
    }

    [Fact]
    public async Task Health_tells_what_each_partition_holds()
    {
        await using var sender = await new Sender().StartAsync();
        await sender.SendAsync("raw/partitions/0/messages", "x");
        using var http = new HttpClient();
        var health = await http.GetStringAsync(new Uri(sender.Server.Endpoint, "health"), TestContext.Current.CancellationToken);

        Assert.Contains("""{"id":"0","first":0,"last":0,"expired":0}""", health, StringComparison.Ordinal);
    }
}
