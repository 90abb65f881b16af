using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Cloud.Tests;

/// <summary>The edge of the process: answers by script and keeps what was sent, byte for byte. A script that has ended is a fault.</summary>
internal sealed class ScriptedTransport(params Func<HttpMessage, CancellationToken, Task<Response>>[] script) : HttpPipelineTransport
{
    private static readonly HttpClientTransport Requests = new();

    public List<SentRequest> Sent { get; } = [];

    public SentRequest Only => Assert.Single(Sent);

    public static Func<HttpMessage, CancellationToken, Task<Response>> Answer(int status, string body = "", params (string Name, string Value)[] headers) =>
        (_, _) => Task.FromResult<Response>(new ScriptedResponse(status, body, headers));

    public static Func<HttpMessage, CancellationToken, Task<Response>> Fail(Exception fault) => (_, _) => Task.FromException<Response>(fault);

    /// <summary>Never answers; ends when the deadline of the try cancels it.</summary>
    public static Func<HttpMessage, CancellationToken, Task<Response>> Hang() => async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        throw new InvalidOperationException("It was not cancelled.");
    };

    public override Request CreateRequest() => Requests.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        var request = message.Request;
        using var body = new MemoryStream();
        if (request.Content is { } content)
            await content.WriteToAsync(body, message.CancellationToken);
        Sent.Add(new(request.Method.Method, request.Uri.ToUri(), request.Headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase), body.ToArray()));
        Assert.True(Sent.Count <= script.Length, $"Request {Sent.Count} is beyond the script: {request.Method} {request.Uri}");
        message.Response = await script[Sent.Count - 1](message, message.CancellationToken);
    }
}

/// <summary>What went onto the wire.</summary>
internal sealed record SentRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string Header(string name) => Headers[name];
}

internal sealed class ScriptedResponse(int status, string body, (string Name, string Value)[] headers) : Response
{
    public override int Status => status;

    public override string ReasonPhrase => "Scripted";

    public override Stream? ContentStream { get; set; } = new MemoryStream(Encoding.UTF8.GetBytes(body));

    public override string ClientRequestId { get; set; } = "";

    public override void Dispose()
    {
        // As at Azure.Core's own: what is buffered stays readable after the message is gone.
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(h => new HttpHeader(h.Name, h.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
