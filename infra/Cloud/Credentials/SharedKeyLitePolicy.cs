using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LiveView.Cloud.Credentials;

/// <summary>
/// Signs a request to Tables, as the official clients do:
/// <code>
/// {x-ms-date} LF "/" {account} {path as it goes on the wire} ["?comp=" {comp}]
/// </code>
/// At the emulator the account comes twice, because its path starts with it. Only x-ms-date is sent, never Date: the emulator would sign the latter.
/// </summary>
internal sealed class SharedKeyLitePolicy(StorageSharedKeyCredential credential, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var address = request.Uri.ToUri();
        var signature = credential.Sign($"{date}\n/{credential.AccountName}{address.AbsolutePath}{Component(address.Query)}");
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue("Authorization", $"SharedKeyLite {credential.AccountName}:{signature}");
    }

    private static string Component(string query)
    {
        foreach (var part in query.TrimStart('?').Split('&'))
        {
            if (part.StartsWith("comp=", StringComparison.Ordinal))
                return $"?{part}";
        }
        return "";
    }
}
