using System.Net;
using Azure.Core;
using Azure.Identity;
using LiveView.Cloud.EventHubs;
using LiveView.Cloud.Tables;
using LiveView.Connector.Bursts;
using LiveView.Connector.Exchanges;
using Microsoft.Extensions.Options;

namespace LiveView.Connector;

/// <summary>What the process is made of.</summary>
internal static class ConnectorServices
{
    public static IServiceCollection AddConnector(this IServiceCollection services)
    {
        services.AddOptions<ConnectorOptions>().BindConfiguration(ConnectorOptions.Section).ValidateOnStart();
        services.AddOptions<EventHubsOptions>().BindConfiguration(EventHubsOptions.Section).ValidateOnStart();
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section);
        services.AddSingleton<IValidateOptions<ConnectorOptions>, ConnectorOptionsValidator>();
        services.AddSingleton<IValidateOptions<EventHubsOptions>, EventHubsOptionsValidator>();
        services.AddSingleton<IValidateOptions<ExchangeOptions>, ExchangeOptionsValidator>();
        foreach (var name in ExchangeOptions.All)
            services.AddOptions<ExchangeOptions>(name).BindConfiguration($"{ExchangeOptions.Section}:{name}").ValidateOnStart();
        services.AddSingleton<TokenCredential>(static _ => new DefaultAzureCredential());
        services.AddSingleton(static provider => Hub(provider)).AddSingleton(static provider => Interest(provider));
        services.AddSingleton<Chance>().AddSingleton<ConnectorMetrics>().AddSingleton<Outbox>().AddSingleton<Lanes>();
        services.AddSingleton(static provider => Sessions(provider));
        services.AddHostedService<ConnectorService>();
        return services;
    }

    private static IReadOnlyList<Session> Sessions(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<ExchangeOptions>>();
        var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        var time = provider.GetRequiredService<TimeProvider>();
        return
        [
            .. from name in ExchangeOptions.All
               let settings = options.Get(name)
               where settings.Address is { OriginalString.Length: > 0 }
               select ActivatorUtilities.CreateInstance<Session>(provider, Exchange(name, settings, http, time)),
        ];
    }

    private static IExchange Exchange(string name, ExchangeOptions settings, HttpClient http, TimeProvider time) => name switch
    {
        "Ssi" => new SsiExchange(settings, http, time),
        "Coinbase" => new CoinbaseExchange(settings, time),
        "Binance" => new BinanceExchange(settings, http, time),
        "Kraken" => new KrakenExchange(settings, time),
        _ => throw new NotSupportedException($"Nobody here speaks to {name}."),
    };

    private static EventHubProducerClient Hub(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<EventHubsOptions>>().Value;
        var options = new EventHubProducerClientOptions { PartitionCount = settings.Partitions[EventHubsOptions.Raw], SendAddress = settings.SendEndpoint is { OriginalString.Length: > 0 } address ? address : null };
        return settings.ConnectionString.Length > 0
            ? new(settings.ConnectionString, EventHubsOptions.Raw, options)
            : new(settings.Namespace, EventHubsOptions.Raw, provider.GetRequiredService<TokenCredential>(), options);
    }

    private static Watched Interest(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        TableClient? table = settings switch
        {
            { ConnectionString.Length: > 0 } => new(settings.ConnectionString, Watched.Table),
            { AccountName.Length: > 0 } => new(new Uri($"https://{settings.AccountName}.table.core.windows.net"), Watched.Table, provider.GetRequiredService<TokenCredential>()),
            _ => null,
        };
        return new(table, provider.GetRequiredService<ConnectorMetrics>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Watched>>());
    }
}
