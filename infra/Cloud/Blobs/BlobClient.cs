using Azure;
using Azure.Core;

namespace LiveView.Cloud.Blobs;

/// <summary>A blob that is written as a whole.</summary>
public sealed class BlobClient : BlobBaseClient
{
    internal BlobClient(BlobRequests requests, string name)
        : base(requests, name)
    {
    }

    /// <summary>Writes the blob in one request, over what was there unless a condition says no.</summary>
    public async Task<Response<BlobProperties>> UploadAsync(BinaryData content, BlobUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var response = await Requests.SendAsync(RequestMethod.Put, "", request =>
        {
            request.Content = RequestContent.Create(content);
            request.Headers.Add("x-ms-blob-type", "BlockBlob");
            request.Headers.Add("Content-Type", options.ContentType);
            request.AddMetadata(options.Metadata);
            request.Add(options.Conditions);
        }, default, cancellationToken);
        return Response.FromValue(response.Headers.ReadProperties() with { ContentLength = content.ToMemory().Length, ContentType = options.ContentType }, response);
    }
}
