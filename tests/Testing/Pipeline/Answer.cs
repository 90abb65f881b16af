using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure;
using Azure.Core;

namespace LiveView.Testing.Pipeline;

/// <summary>What a service says.</summary>
public sealed class Answer(int status, byte[] body, params (string Name, string Value)[] headers) : Response
{
    public Answer(int status, string body = "", params (string Name, string Value)[] headers)
        : this(status, Encoding.UTF8.GetBytes(body), headers)
    {
    }

    public byte[] Body => body;

    public override int Status => status;

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; } = new MemoryStream(body, 0, body.Length, writable: false, publiclyVisible: true);

    public override string ClientRequestId { get; set; } = "";

    /// <summary>A refusal of Tables.</summary>
    public static Answer Refusal(int status, string code) =>
        new(status, Error(code, code), ("Content-Type", "application/json"));

    /// <summary>What Tables says in a refusal.</summary>
    public static string Error(string code, string message) =>
        $$"""{"odata.error":{"code":"{{code}}","message":{"lang":"en-US","value":"{{message}}"} } }""";

    public override void Dispose()
    {
        // What is buffered stays readable after the message is gone.
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(static header => new HttpHeader(header.Name, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }
}
