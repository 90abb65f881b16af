using System.Globalization;
using LiveView.Connector.Bursts;
using LiveView.Core.Flow;
using LiveView.Core.Wire;
using LiveView.Local.EventHubs;
using LiveView.Local.Exchanges;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveView.Connector.Tests;

/// <summary>The connector between simulated exchanges and the hub stand-in, on real sockets; and a fold of what reached the hub.</summary>
internal sealed class RunningConnector : IAsyncDisposable
{
    private readonly DirectoryInfo _data;
    private IHost _host;

    private RunningConnector(DirectoryInfo data, EventHubsServer hubs, ExchangeServer exchanges, IHost host) =>
        (_data, Hubs, Exchanges, _host) = (data, hubs, exchanges, host);

    public EventHubsServer Hubs { get; }

    public ExchangeServer Exchanges { get; }

    public ConnectorMetrics Metrics => _host.Services.GetRequiredService<ConnectorMetrics>();

    public Outbox Outbox => _host.Services.GetRequiredService<Outbox>();

    public IReadOnlyList<Session> Sessions => _host.Services.GetRequiredService<IReadOnlyList<Session>>();

    public static async Task<RunningConnector> StartAsync(
        CancellationToken token, int moves = 200, IEnumerable<SessionRecording>? recordings = null, params (string Name, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("liveview-connector-");
        var hubs = await EventHubsServer.StartAsync(new() { Port = 0, DataDirectory = data.FullName }, token);
        var options = new ExchangeOptions { Port = 0, MovesPerSecond = moves };
        foreach (var recording in recordings ?? [])
            options.Recordings.Add(recording);
        var exchanges = await ExchangeServer.StartAsync(options, token);
        var running = new RunningConnector(data, hubs, exchanges, Build(hubs, exchanges, settings));
        await running._host.StartAsync(token);
        return running;
    }

    public Floor Floor(string exchange) => Exchanges.Floors[exchange];

    /// <summary>A clean stop: it returns when all that was gathered is on the hub.</summary>
    public Task StopAsync(CancellationToken token) => _host.StopAsync(token);

    /// <summary>A new process in the place of the old one.</summary>
    public async Task RestartAsync(CancellationToken token, params (string Name, string Value)[] settings)
    {
        _host.Dispose();
        _host = Build(Hubs, Exchanges, settings);
        await _host.StartAsync(token);
    }

    /// <summary>Every topic, folded from everything that lies on the hub.</summary>
    public Dictionary<string, Topical> Fold()
    {
        Dictionary<string, Topical> topics = new(StringComparer.Ordinal);
        foreach (var partition in Hubs.Find("raw")!.Partitions)
        {
            foreach (var stored in partition.Read(-1, int.MaxValue))
            {
                var raw = RawJson.TryRead(stored.Data.Body, out var problem) ?? throw new InvalidOperationException(problem);
                if (!topics.TryGetValue(raw.Topic.ToString(), out var topic))
                    topics[raw.Topic.ToString()] = topic = new(raw.Topic);
                topic.Take(new Delivery(raw, new(partition.Id, stored.SequenceNumber, stored.EnqueuedTime)));
            }
        }

        return topics;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Exchanges.DisposeAsync();
        await Hubs.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private static IHost Build(EventHubsServer hubs, ExchangeServer exchanges, (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("EventHubs:ConnectionString", hubs.ConnectionString),
            new("EventHubs:SendEndpoint", hubs.Endpoint.AbsoluteUri),
            new("EventHubs:Partitions:raw", hubs.Find("raw")!.Partitions.Count.ToString(CultureInfo.InvariantCulture)),
            new("Exchanges:Ssi:Address", exchanges.Socket("ssi").AbsoluteUri),
            new("Exchanges:Ssi:Symbols", "ALL"),
            new("Exchanges:Coinbase:Address", exchanges.Socket("coinbase").AbsoluteUri),
            new("Exchanges:Coinbase:Symbols", "BTC-USD,ETH-USD"),
            new("Exchanges:Binance:Address", exchanges.Socket("binance").AbsoluteUri),
            new("Exchanges:Binance:Rest", exchanges.Endpoint.AbsoluteUri),
            new("Exchanges:Binance:Symbols", "BTCUSDT,ETHUSDT"),
            new("Exchanges:Kraken:Address", exchanges.Socket("kraken").AbsoluteUri),
            new("Exchanges:Kraken:Symbols", "XBT/USD,ETH/USD"),
            .. settings.Select(static setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)),
        ]);
        builder.Services.AddLogging(static log => log.SetMinimumLevel(LogLevel.None));
        builder.Services.AddMetrics().AddSingleton(TimeProvider.System).AddConnector();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromMinutes(1));
        return builder.Build();
    }
}
