using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Cloud.Pipeline;

/// <summary>The way of every request: retries outside, the signature inside, because it is dated anew for each try.</summary>
internal static class CloudPipeline
{
    public static HttpPipeline Create(CloudOptions options, HttpPipelinePolicy authentication) =>
        HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = CloudErrorParser.Instance,
        });

    /// <summary>Makes a message to an address that is already percent-encoded.</summary>
    public static HttpMessage CreateMessage(this HttpPipeline pipeline, RequestMethod method, Uri address)
    {
        var message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(address);
        return message;
    }

    /// <summary>Sends and gives the answer, or throws unless its status is a success or one of those <paramref name="expected"/>.</summary>
    /// <exception cref="RequestFailedException">Status and ErrorCode say why.</exception>
    public static async Task<Response> SendAsync(this HttpPipeline pipeline, HttpMessage message, ReadOnlyMemory<int> expected, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken);
        var response = message.Response;
        return response.Status is >= 200 and < 300 || expected.Span.Contains(response.Status) ? response : throw CloudErrorParser.Failure(response);
    }
}
