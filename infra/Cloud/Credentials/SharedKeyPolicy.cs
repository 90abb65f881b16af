using System.Globalization;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Cloud.Credentials;

/// <summary>
/// Signs a request to Blobs. Length and type of the content, conditions, every x-ms header and every query parameter are in the signature:
/// <code>
/// VERB · Content-Encoding · Content-Language · Content-Length (nothing for 0) · Content-MD5 · Content-Type · Date (nothing: x-ms-date) ·
/// If-Modified-Since · If-Match · If-None-Match · If-Unmodified-Since · Range, each followed by LF
/// {x-ms header in lower case}:{value} LF, by name
/// "/" {account} {path as it goes on the wire}
/// LF {parameter in lower case}:{decoded value}, by name
/// </code>
/// </summary>
internal sealed class SharedKeyPolicy(StorageSharedKeyCredential credential, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    private static readonly string[] Signed =
    [
        "Content-MD5", "Content-Type", "Date", "If-Modified-Since", "If-Match", "If-None-Match", "If-Unmodified-Since", "Range",
    ];

    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        request.Headers.SetValue("x-ms-date", time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{credential.Sign(StringToSign(request))}");
    }

    private string StringToSign(Request request)
    {
        var text = new StringBuilder(512);
        text.Append(request.Method.Method).Append('\n');
        text.Append(Value(request, "Content-Encoding")).Append('\n').Append(Value(request, "Content-Language")).Append('\n');
        text.Append(request.Content?.TryComputeLength(out var length) == true && length > 0 ? $"{length}" : "").Append('\n');
        foreach (var name in Signed)
            text.Append(Value(request, name)).Append('\n');
        foreach (var header in request.Headers.Where(h => h.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase)).OrderBy(h => Lower(h.Name), StringComparer.Ordinal))
            text.Append(Lower(header.Name)).Append(':').Append(header.Value.Trim()).Append('\n');
        var address = request.Uri.ToUri();
        text.Append('/').Append(credential.AccountName).Append(address.AbsolutePath);
        foreach (var (name, value) in Parameters(address.Query).OrderBy(parameter => parameter.Name, StringComparer.Ordinal))
            text.Append('\n').Append(name).Append(':').Append(value);
        return text.ToString();
    }

    private static string Value(Request request, string name) => request.Headers.TryGetValue(name, out var value) ? value : "";

    private static IEnumerable<(string Name, string Value)> Parameters(string query) =>
        query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .Select(pair => (Lower(Uri.UnescapeDataString(pair[0])), pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : ""));

#pragma warning disable CA1308 // the signature is over lower case
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
