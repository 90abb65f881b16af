using Azure.Core;
using Azure.Identity;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.EventHubs;
using LiveView.Cloud.PubSub;
using LiveView.Cloud.Tables;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest;
using LiveView.Handler.Record;
using LiveView.Handler.State;
using LiveView.Handler.Tv;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Resources;

/// <summary>The clients of what lies outside: one of each, for the whole life of the process.</summary>
internal static class ResourceServices
{
    public static IServiceCollection AddResources(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().BindConfiguration(StorageOptions.Section).ValidateOnStart();
        services.AddOptions<EventHubsOptions>().BindConfiguration(EventHubsOptions.Section).ValidateOnStart();
        services.AddOptions<PubSubOptions>().BindConfiguration(PubSubOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IValidateOptions<EventHubsOptions>, EventHubsOptionsValidator>();
        services.AddSingleton<IValidateOptions<PubSubOptions>, PubSubOptionsValidator>();
        services.AddSingleton<TokenCredential>(static _ => new DefaultAzureCredential());
        foreach (var table in StateTables.All)
            services.AddKeyedSingleton(table, static (provider, key) => Table(provider, (string)key));
        services.AddKeyedSingleton(DeadLetters.Container, static (provider, key) => Container(provider, (string)key));
        services.AddKeyedSingleton(RecordingBlobs.Container, static (provider, key) => Container(provider, (string)key));
        services.AddKeyedSingleton(MediaLibrary.Container, static (provider, key) => Container(provider, (string)key));
        foreach (var hub in new[] { Hubs.Polls, Hubs.Raw })
            services.AddKeyedSingleton(hub, static (provider, key) => new HubSender(Hub(provider, (string)key)));
        services.AddSingleton(static provider => PubSub(provider));
        services.AddSingleton<MissingResources>().AddHostedService(static provider => provider.GetRequiredService<MissingResources>());
        return services;
    }

    private static TableClient Table(IServiceProvider provider, string name)
    {
        var settings = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return settings.ConnectionString.Length > 0
            ? new(settings.ConnectionString, name, Restored(new TableClientOptions(), settings, provider))
            : new(new Uri($"https://{settings.AccountName}.table.core.windows.net"), name, provider.GetRequiredService<TokenCredential>());
    }

    private static BlobContainerClient Container(IServiceProvider provider, string name)
    {
        var settings = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return settings.ConnectionString.Length > 0
            ? new(settings.ConnectionString, name, Restored(new BlobClientOptions(), settings, provider))
            : new(new Uri($"https://{settings.AccountName}.blob.core.windows.net/{name}"), provider.GetRequiredService<TokenCredential>());
    }

    private static T Restored<T>(T options, StorageOptions settings, IServiceProvider provider)
        where T : ClientOptions
    {
        if (settings.CreateIfMissing)
            options.AddPolicy(new MissingPolicy(token => provider.GetRequiredService<MissingResources>().MakeAsync(token)), HttpPipelinePosition.PerCall);
        return options;
    }

    private static EventHubProducerClient Hub(IServiceProvider provider, string name)
    {
        var settings = provider.GetRequiredService<IOptions<EventHubsOptions>>().Value;
        var options = new EventHubProducerClientOptions { PartitionCount = settings.Partitions[name], SendAddress = settings.SendEndpoint };
        return settings.ConnectionString.Length > 0
            ? new(settings.ConnectionString, name, options)
            : new(settings.Namespace, name, provider.GetRequiredService<TokenCredential>(), options);
    }

    private static WebPubSubServiceClient PubSub(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<PubSubOptions>>().Value;
        return settings.ConnectionString.Length > 0
            ? new(settings.ConnectionString, settings.Hub)
            : new(settings.Endpoint!, settings.Hub, provider.GetRequiredService<TokenCredential>()); // the validator wants one of the two
    }
}
