using System.Text;
using System.Text.Json;
using LiveView.Local.EventHubs;

namespace LiveView.Contracts.Tests.EventHubs;

/// <summary>The Event Hubs stand-in keeps the contract.</summary>
public sealed class LocalEventHubs : EventHubContract, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("liveview-hubs-");
    private EventHubsServer? _server;

    protected override string ConnectionString => Server.ConnectionString;

    protected override string Hub => "raw";

    protected override Uri? SendAddress => Server.Endpoint;

    protected override int PartitionCount => Server.Find(Hub)!.Partitions.Count;

    private EventHubsServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    public async ValueTask InitializeAsync() =>
        _server = await EventHubsServer.StartAsync(new() { Port = 0, DataDirectory = _data.FullName }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _data.Delete(recursive: true);
    }

    protected override Task<IReadOnlyList<ReceivedEvent>> ReadAsync(string partitionId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ReceivedEvent>>([.. Server.Find(Hub)!.Find(partitionId)!.Read(-1, 10_000).Select(Received)]);

    private static ReceivedEvent Received(StoredEvent stored) => new(
        Encoding.UTF8.GetString(stored.Data.Body.Span),
        JsonDocument.Parse(stored.Data.Properties).RootElement.EnumerateObject().ToDictionary(static one => one.Name, static one => Plain(one.Value)),
        stored.SequenceNumber);

    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetInt32(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        _ => value.GetString(),
    };
}
