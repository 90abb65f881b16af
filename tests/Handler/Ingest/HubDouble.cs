using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.EventHubs;
using LiveView.Handler.Ingest;
using LiveView.Handler.Invocation;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>A hub at the edge of the process: keeps what it is sent, or refuses it.</summary>
internal sealed class HubDouble(TimeProvider time) : HttpPipelineTransport
{
    private static readonly HttpClientTransport Requests = new();
    private readonly ConcurrentQueue<byte[]> _events = new(); // bounded by the test
    private long _sequence;

    /// <summary>It takes nothing.</summary>
    public bool IsAway { get; set; }

    public int Waiting => _events.Count;

    public HubSender Sender() => new(new EventHubProducerClient(
        "Endpoint=https://hub.test;SharedAccessKeyName=k;SharedAccessKey=c2VjcmV0",
        "hub",
        new EventHubProducerClientOptions { Transport = this, PartitionCount = 1, RetryPolicy = new RetryPolicy(0) }));

    /// <summary>Everything that was sent and not taken yet, as the host hands it out.</summary>
    public EventBatch Take()
    {
        List<HubEvent> events = [];
        while (_events.TryDequeue(out var body))
            events.Add(new(body, _sequence++, time.GetUtcNow()));
        return new("0", events);
    }

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        using var body = new MemoryStream();
        await message.Request.Content!.WriteToAsync(body, message.CancellationToken); // a send has a body
        if (IsAway)
        {
            message.Response = new Answer(503);
            return;
        }

        using var json = JsonDocument.Parse(body.ToArray());
        foreach (var item in json.RootElement.EnumerateArray())
            _events.Enqueue(Encoding.UTF8.GetBytes(item.GetProperty("Body").GetString()!));
        message.Response = new Answer(201);
    }

    private sealed class Answer(int status) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose()
        {
            // Nothing is held.
        }

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => (value = null) is not null;

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values) => (values = null) is not null;
    }
}
