using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.PubSub;

/// <summary>Options of a <see cref="WebPubSubServiceClient"/>.</summary>
public sealed class WebPubSubServiceClientOptions : CloudOptions;
