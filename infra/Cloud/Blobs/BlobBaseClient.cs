using Azure;
using Azure.Core;

namespace LiveView.Cloud.Blobs;

/// <summary>What can be done with a blob of any type.</summary>
public abstract class BlobBaseClient
{
    private protected static readonly ReadOnlyMemory<int> NotFound = new[] { 404 };

    private protected BlobBaseClient(BlobRequests requests, string name) => (Requests, Name) = (requests, name);

    public string Name { get; }

    private protected BlobRequests Requests { get; }

    /// <summary>Reads the blob, or a part of it; a range beyond its end is 416.</summary>
    public async Task<Response<BlobDownloadResult>> DownloadContentAsync(
        HttpRange range = default, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var response = await Requests.SendAsync(RequestMethod.Get, "", request =>
        {
            if (range != default)
                request.Headers.Add("x-ms-range", range.ToString());
            request.Add(conditions);
        }, default, cancellationToken);
        return Response.FromValue(new BlobDownloadResult(response.Content, response.Headers.ReadProperties()), response);
    }

    /// <summary>Whether the blob is there.</summary>
    public async Task<Response<bool>> ExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await Requests.SendAsync(RequestMethod.Head, "", null, NotFound, cancellationToken);
        return Response.FromValue(response.Status != 404, response);
    }

    public async Task<Response<BlobProperties>> GetPropertiesAsync(CancellationToken cancellationToken = default)
    {
        var response = await Requests.SendAsync(RequestMethod.Head, "", null, default, cancellationToken);
        return Response.FromValue(response.Headers.ReadProperties(), response);
    }

    /// <summary>Deletes the blob.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<Response<bool>> DeleteIfExistsAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var response = await Requests.SendAsync(RequestMethod.Delete, "", request => request.Add(conditions), NotFound, cancellationToken);
        return Response.FromValue(response.Status != 404, response);
    }

    /// <summary>A hold on this blob.</summary>
    /// <param name="leaseId">What proves it: one that was given, or, for a new one, a Guid of the caller's or null to be given one.</param>
    public BlobLeaseClient GetBlobLeaseClient(string? leaseId = null) => new(Requests, leaseId);
}
