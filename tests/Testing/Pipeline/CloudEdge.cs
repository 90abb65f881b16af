using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Testing.Pipeline;

/// <summary>Stands where a client of Azure would go out to the network, and answers there.</summary>
public abstract class CloudEdge : HttpPipelineTransport
{
    private static readonly HttpClientTransport Requests = new();

    /// <inheritdoc/>
    public sealed override Request CreateRequest() => Requests.CreateRequest();

    /// <inheritdoc/>
    public sealed override void Process(HttpMessage message) => throw new NotSupportedException("Nothing of ours waits for the network.");

    /// <inheritdoc/>
    public sealed override async ValueTask ProcessAsync(HttpMessage message)
    {
        using var body = new MemoryStream();
        if (message.Request.Content is { } content)
            await content.WriteToAsync(body, message.CancellationToken);
        message.Response = await AnswerAsync(message, body.ToArray());
    }

    /// <summary>What is said to a request.</summary>
    protected abstract ValueTask<Response> AnswerAsync(HttpMessage message, byte[] body);

    /// <summary>The bodies of the events in a batch that a hub was sent.</summary>
    protected static IEnumerable<byte[]> EventsOf(byte[] batch)
    {
        using var json = JsonDocument.Parse(batch);
        return [.. json.RootElement.EnumerateArray().Select(static item => Encoding.UTF8.GetBytes(item.GetProperty("Body").GetString() ?? ""))];
    }
}
