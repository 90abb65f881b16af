using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Handler.Tests.Stations;

/// <summary>A transport that sees every request to a service, and may lose the answer or the request.</summary>
internal sealed class Tap : HttpPipelineTransport, IDisposable
{
    private readonly HttpClientTransport _wire = new();
    private readonly ConcurrentQueue<(string Method, Uri Address, byte[] Body)> _seen = new();

    /// <summary>Requests in the order in which they were sent.</summary>
    public IReadOnlyList<(string Method, Uri Address, byte[] Body)> Seen => [.. _seen];

    /// <summary>Whether the service takes a request and its answer is lost.</summary>
    public Func<Request, bool> LosesAnswer { get; set; } = static _ => false;

    /// <summary>Waits for this before it sends a request.</summary>
    public Func<Request, Task> Before { get; set; } = static _ => Task.CompletedTask;

    public void Dispose() => _wire.Dispose();

    public override Request CreateRequest() => _wire.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        using var body = new MemoryStream();
        if (message.Request.Content is { } content)
            await content.WriteToAsync(body, message.CancellationToken);
        _seen.Enqueue((message.Request.Method.Method, message.Request.Uri.ToUri(), body.ToArray()));
        await Before(message.Request);
        await _wire.ProcessAsync(message);
        if (LosesAnswer(message.Request))
            throw new IOException("The answer is lost.");
    }
}
