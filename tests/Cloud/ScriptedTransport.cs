using System.Text;
using Azure;
using Azure.Core;
using LiveView.Testing.Pipeline;

namespace LiveView.Cloud.Tests;

/// <summary>The edge of the process: answers by script and keeps what was sent, byte for byte. A script that has ended is a fault.</summary>
internal sealed class ScriptedTransport(params Func<HttpMessage, CancellationToken, Task<Response>>[] script) : CloudEdge
{
    public List<SentRequest> Sent { get; } = [];

    public SentRequest Only => Assert.Single(Sent);

    public static Func<HttpMessage, CancellationToken, Task<Response>> Answer(int status, string body = "", params (string Name, string Value)[] headers) =>
        (_, _) => Task.FromResult<Response>(new Answer(status, body, headers));

    public static Func<HttpMessage, CancellationToken, Task<Response>> Fail(Exception fault) => (_, _) => Task.FromException<Response>(fault);

    /// <summary>Never answers; ends when the deadline of the try cancels it.</summary>
    public static Func<HttpMessage, CancellationToken, Task<Response>> Hang() => async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        throw new InvalidOperationException("It was not cancelled.");
    };

    protected override async ValueTask<Response> AnswerAsync(HttpMessage message, byte[] body)
    {
        var request = message.Request;
        Sent.Add(new(request.Method.Method, request.Uri.ToUri(), request.Headers.ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase), body));
        Assert.True(Sent.Count <= script.Length, $"Request {Sent.Count} is beyond the script: {request.Method} {request.Uri}");
        return await script[Sent.Count - 1](message, message.CancellationToken);
    }
}

/// <summary>What went onto the wire.</summary>
internal sealed record SentRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string Header(string name) => Headers[name];
}
