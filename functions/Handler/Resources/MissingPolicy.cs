using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Handler.Resources;

/// <summary>A request that misses its table or container has it made, and asks once more.</summary>
internal sealed class MissingPolicy(Func<CancellationToken, Task> make) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (message.Response.Status != StatusCodes.Status404NotFound || !message.Response.Headers.TryGetValue("x-ms-error-code", out var code)
            || code is not ("TableNotFound" or "ContainerNotFound"))
            return;
        message.Response.Dispose();
        await make(message.CancellationToken);
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("The clients only wait asynchronously.");
}
