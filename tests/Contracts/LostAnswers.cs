using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Contracts.Tests;

/// <summary>A network on which the request arrives and takes effect, but the first answers are lost on the way back.</summary>
internal sealed class LostAnswers(HttpPipelineTransport inner, int count) : HttpPipelineTransport
{
    private int _left = count;

    public override Request CreateRequest() => inner.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        await inner.ProcessAsync(message);
        if (Interlocked.Decrement(ref _left) >= 0)
            throw new IOException("The connection was reset.");
    }
}
