using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Blobs;

/// <summary>Requests to one blob or container.</summary>
internal sealed class BlobRequests(HttpPipeline pipeline, Uri address)
{
    // Blocks of an append blob up to 100 MiB since this version.
    private const string Version = "2022-11-02";

    public async Task<Response> SendAsync(
        RequestMethod method, string query, Action<Request>? write, ReadOnlyMemory<int> expected, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage(method, new Uri(address.AbsoluteUri + query));
        message.Request.Headers.Add("x-ms-version", Version);
        if (method == RequestMethod.Put)
            message.Request.Content = RequestContent.Create(Array.Empty<byte>());
        write?.Invoke(message.Request);
        return await pipeline.SendAsync(message, expected, cancellationToken);
    }

    /// <summary>The same to a blob in this container; slashes in its name stay.</summary>
    public BlobRequests To(string blobName)
    {
        if (blobName.Length is 0 or > 1024 || blobName.Split('/').Any(segment => segment is "." or ".."))
            throw new ArgumentException($"'{blobName}' cannot name a blob: 1 to 1024 characters, no . or .. between slashes.", nameof(blobName));
        return new(pipeline, new Uri($"{address.AbsoluteUri}/{Uri.EscapeDataString(blobName).Replace("%2F", "/", StringComparison.Ordinal)}"));
    }
}
