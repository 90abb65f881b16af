using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure;
using Azure.Core;

namespace LiveView.Cloud.Pipeline;

/// <summary>
/// Reads why a service refused. Real services and emulators answer in several ways, sometimes for one and the same fault:
/// <code>
/// {"odata.error":{"code":"…","message":{"value":"…"}}}     Tables
/// {"error":{"code":"…","message":"…"}}                     Entra, newer services
/// {"code":"…","message":"…"}                               Web PubSub
/// &lt;Error&gt;&lt;Code&gt;…&lt;/Code&gt;&lt;Message&gt;…&lt;/Message&gt;&lt;/Error&gt;           Blobs, Event Hubs (Detail instead of Message), authorization
/// x-ms-error-code: …                                       not always there on Tables, so only when the body says nothing
/// (nothing at all)
/// </code>
/// </summary>
internal sealed class CloudErrorParser : RequestFailedDetailsParser
{
    public static CloudErrorParser Instance { get; } = new();

    public static RequestFailedException Failure(Response response) => new(response, null, Instance);

    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        var body = response.ContentStream is MemoryStream ? response.Content : BinaryData.Empty;
        if (!TryRead(body, out var code, out var message) && !response.Headers.TryGetValue("x-ms-error-code", out code))
        {
            error = null;
            return false;
        }
        error = new ResponseError(code, message ?? response.ReasonPhrase);
        return true;
    }

    /// <summary>Reads the code and the message of an error body, JSON or XML.</summary>
    public static bool TryRead(BinaryData body, [NotNullWhen(true)] out string? code, out string? message)
    {
        (code, message) = body.ToMemory().Span.TrimStart(" \r\n\t\uFEFF"u8) switch
        {
            [(byte)'{', ..] => ReadJson(body),
            [(byte)'<', ..] => ReadXml(body),
            _ => default,
        };
        return !string.IsNullOrEmpty(code);
    }

    private static (string?, string?) ReadJson(BinaryData body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.TryGetProperty("odata.error", out var odata) ? odata
                : document.RootElement.TryGetProperty("error", out var plain) ? plain
                : document.RootElement;
            return error.ValueKind == JsonValueKind.Object ? (Text(error, "code"), Text(error, "message")) : (Text(document.RootElement, "error"), null);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.ValueKind == JsonValueKind.Object ? Text(value, "value")
        : null;

    // By local name: Tables puts its XML errors into a namespace, Blobs does not.
    private static string? Text(XElement error, string name) => error.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    private static (string?, string?) ReadXml(BinaryData body)
    {
        try
        {
            using var reader = XmlReader.Create(body.ToStream(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var error = XElement.Load(reader);
            return (Text(error, "Code"), Text(error, "Message") ?? Text(error, "Detail"));
        }
        catch (XmlException)
        {
            return default;
        }
    }
}
