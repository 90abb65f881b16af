using System.Globalization;
using System.Security.Cryptography;
using Azure;
using LiveView.Cloud.Blobs;
using LiveView.Core.Feeds;

namespace LiveView.Handler.Fold;

/// <summary>
/// Keeps what was not taken: its own bytes in a blob, its reason beside them. The name comes from the bytes, so the same bytes are
/// kept once however often they come.
/// </summary>
internal sealed class DeadLetters([FromKeyedServices(DeadLetters.Container)] BlobContainerClient container, TimeProvider time)
{
    /// <summary>The container's name.</summary>
    public const string Container = "deadletters";

    /// <summary>Keeps a refusal; when it returns, the bytes are safe.</summary>
    /// <param name="origin">Where they came from: a target, a topic, a hub partition.</param>
    /// <param name="refusal">What was refused, and why.</param>
    /// <param name="token">Ends the wait.</param>
    public async Task KeepAsync(string origin, Refusal refusal, CancellationToken token)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(refusal.Bytes.Span), 0, 16);
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var blob = container.GetBlobClient($"{day}/{origin.Replace('|', '/').Replace(':', '/')}/{refusal.Reason}-{digest}");
        var why = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["origin"] = origin,
            ["reason"] = refusal.Reason.ToString(),
            ["detail"] = Ascii(refusal.Detail),
        };
        try
        {
            var onlyOnce = new BlobRequestConditions { IfNoneMatch = ETag.All };
            await blob.UploadAsync(BinaryData.FromBytes(refusal.Bytes), new() { Metadata = why, Conditions = onlyOnce }, token);
        }
        catch (RequestFailedException there) when (there.Status == 409)
        {
            // The same bytes are kept already.
        }
    }

    // Metadata are HTTP headers.
    private static string Ascii(string text) => string.Concat(text.Select(static c => c is >= ' ' and <= '~' ? c : '?'));
}
