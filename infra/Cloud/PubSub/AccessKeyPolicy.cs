using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Cloud.PubSub;

/// <summary>Shows the service a token that is good for this one request: its audience is the whole address, query included.</summary>
internal sealed class AccessKeyPolicy(AccessKey key) : HttpPipelineSynchronousPolicy
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public override void OnSendingRequest(HttpMessage message) =>
        message.Request.Headers.SetValue("Authorization", $"Bearer {key.Sign(message.Request.Uri.ToUri().AbsoluteUri, Lifetime)}");
}
