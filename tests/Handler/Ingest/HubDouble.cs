using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.EventHubs;
using LiveView.Handler.Ingest;
using LiveView.Handler.Invocation;
using LiveView.Testing.Pipeline;

namespace LiveView.Handler.Tests.Ingest;

/// <summary>A hub at the edge of the process: keeps what it is sent, or refuses it.</summary>
internal sealed class HubDouble(TimeProvider time) : CloudEdge
{
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

    protected override ValueTask<Response> AnswerAsync(HttpMessage message, byte[] body)
    {
        if (IsAway)
            return ValueTask.FromResult<Response>(new Answer(503));
        foreach (var sent in EventsOf(body))
            _events.Enqueue(sent);
        return ValueTask.FromResult<Response>(new Answer(201));
    }
}
