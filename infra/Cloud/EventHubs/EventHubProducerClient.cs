using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.Credentials;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.EventHubs;

/// <summary>
/// Sends events to one hub over HTTPS. Names and shapes are those of Azure.Messaging.EventHubs, so that its client can take this one's place.
/// One request is in flight for each partition, so whoever awaits a send before the next keeps the order, retries included. A send that is
/// tried again may arrive twice; consumers know their events by what is in them.
/// </summary>
public sealed class EventHubProducerClient : IAsyncDisposable
{
    private const string Scope = "https://eventhubs.azure.net/.default";
    private const int LongestKey = 128;

    private readonly HttpPipeline _pipeline;
    private readonly EventHubProducerClientOptions _options;
    private readonly string _hub;
    private readonly string _query;
    private readonly Turn[] _turns;

    public EventHubProducerClient(string connectionString, EventHubProducerClientOptions? options = null)
        : this(EventHubsConnection.Parse(connectionString, null, options?.SendAddress), options ?? new())
    {
    }

    public EventHubProducerClient(string connectionString, string eventHubName, EventHubProducerClientOptions? options = null)
        : this(EventHubsConnection.Parse(connectionString, eventHubName, options?.SendAddress), options ?? new())
    {
    }

    public EventHubProducerClient(string fullyQualifiedNamespace, string eventHubName, TokenCredential credential, EventHubProducerClientOptions? options = null)
        : this(new Uri($"https://{fullyQualifiedNamespace}"), eventHubName, options ?? new(), new BearerTokenAuthenticationPolicy(credential, Scope))
    {
    }

    private EventHubProducerClient(EventHubsConnection connection, EventHubProducerClientOptions options)
        : this(connection.Address, connection.Hub, options,
            new SharedAccessSignaturePolicy(connection.KeyName, connection.Key, HubAddress(connection.Address, connection.Hub), options.Time))
    {
    }

    private EventHubProducerClient(Uri address, string hub, EventHubProducerClientOptions options, HttpPipelinePolicy authentication)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hub);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.PartitionCount);
        EventHubName = hub;
        _options = options;
        _hub = HubAddress(options.SendAddress ?? address, hub).AbsoluteUri;
        // The service gives up when we do, so that what we try again is not still on its way.
        _query = string.Create(CultureInfo.InvariantCulture, $"messages?timeout={Math.Max(1, (int)options.Retry.NetworkTimeout.TotalSeconds)}&api-version=2014-01");
        _turns = [.. Enumerable.Range(0, options.PartitionCount).Select(_ => new Turn())];
        _pipeline = CloudPipeline.Create(options, authentication);
    }

    public string EventHubName { get; }

    /// <summary>The partition that events of a key go to, for callers that gather the events of several keys into one batch.</summary>
    public string GetPartitionId(string partitionKey) => PartitionHash.Of(partitionKey, _options.PartitionCount).ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes a batch that knows how much it can hold.</summary>
    public ValueTask<EventDataBatch> CreateBatchAsync(CreateBatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var size = options?.MaximumSizeInBytes ?? _options.MaximumSizeInBytes;
        if (size > _options.MaximumSizeInBytes)
            throw new ArgumentException($"A batch of {size} bytes is more than the {_options.MaximumSizeInBytes} that this client sends.");
        return ValueTask.FromResult(new EventDataBatch(size, options?.PartitionKey, Partition(options)));
    }

    /// <summary>Sends a batch, once it is its turn at its partition. An empty one is sent at once: there is nothing to send.</summary>
    /// <exception cref="RequestFailedException">The service refused it, or could not be reached.</exception>
    public Task SendAsync(EventDataBatch eventBatch, CancellationToken cancellationToken = default) =>
        InTurnAsync(eventBatch.Partition, [eventBatch], cancellationToken);

    /// <summary>Sends events in order, in as few requests as their size allows. When one fails, those before it were sent.</summary>
    /// <exception cref="EventTooLargeException">An event fits no request; nothing was sent.</exception>
    public async Task SendAsync(IEnumerable<EventData> eventSet, SendEventOptions? options = null, CancellationToken cancellationToken = default)
    {
        var partition = Partition(options);
        List<EventDataBatch> batches = [];
        foreach (var one in eventSet)
        {
            if (batches is [.., var open] && open.TryAdd(one))
                continue;
            var next = new EventDataBatch(_options.MaximumSizeInBytes, options?.PartitionKey, partition);
            next.TryAdd(one);
            batches.Add(next);
        }
        await InTurnAsync(partition, batches, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // as the service's own client; there is nothing to close

    private static Uri HubAddress(Uri address, string hub) => new($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{Uri.EscapeDataString(hub)}");

    private int? Partition(SendEventOptions? options) => options switch
    {
        { PartitionKey: not null, PartitionId: not null } => throw new ArgumentException("Events go by key or to a partition, not both."),
        { PartitionKey: { } key } => key.Length <= LongestKey
            ? PartitionHash.Of(key, _options.PartitionCount)
            : throw new ArgumentException($"The partition key has {key.Length} characters; {LongestKey} is the most."),
        { PartitionId: { } id } => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _options.PartitionCount
            ? number
            : throw new ArgumentException($"There is no partition '{id}': the hub has 0 to {_options.PartitionCount - 1}."),
        _ => null,
    };

    private async Task InTurnAsync(int? partition, IEnumerable<EventDataBatch> batches, CancellationToken cancellationToken)
    {
        var turn = partition is { } number ? _turns[number] : null;
        if (turn is not null)
            await turn.TakeAsync(cancellationToken);
        try
        {
            foreach (var batch in batches)
            {
                if (batch.Count > 0)
                    await PostAsync(partition, batch.ToBody(), cancellationToken);
            }
        }
        finally
        {
            turn?.Pass();
        }
    }

    private async Task PostAsync(int? partition, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var path = partition is { } number ? $"partitions/{number}/" : "";
        using var message = _pipeline.CreateMessage(RequestMethod.Post, new Uri($"{_hub}/{path}{_query}"));
        message.Request.Headers.Add("Content-Type", "application/vnd.microsoft.servicebus.json");
        // The gateway's own second try would double ours.
        message.Request.Headers.Add("x-ms-retrypolicy", "NoRetry");
        message.Request.Content = RequestContent.Create(body);
        await _pipeline.SendAsync(message, default, cancellationToken);
    }
}
