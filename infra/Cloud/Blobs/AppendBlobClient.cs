using System.Globalization;
using Azure;
using Azure.Core;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Blobs;

/// <summary>A blob that only grows, at most 50,000 times.</summary>
public sealed class AppendBlobClient : BlobBaseClient
{
    /// <summary>Most bytes of a block.</summary>
    public const int AppendBlobMaxAppendBlockBytes = 100 << 20;

    private static readonly ReadOnlyMemory<int> Conflict = new[] { 409 };

    internal AppendBlobClient(BlobRequests requests, string name)
        : base(requests, name)
    {
    }

    /// <summary>Makes an empty blob; 409 when one was there, which stays as it is.</summary>
    public async Task<Response> CreateIfNotExistsAsync(BlobUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var response = await Requests.SendAsync(RequestMethod.Put, "", request =>
        {
            request.Headers.Add("x-ms-blob-type", "AppendBlob");
            request.Headers.Add("Content-Type", options.ContentType);
            request.AddMetadata(options.Metadata);
            request.Add(new BlobRequestConditions { IfNoneMatch = ETag.All });
        }, Conflict, cancellationToken);
        return response.Status == 409 && CloudErrorParser.Failure(response) is { ErrorCode: not BlobErrorCode.BlobAlreadyExists } failure
            ? throw failure
            : response;
    }

    /// <summary>
    /// Appends a block. Tried again without a position it may land twice; with one, the second is refused with
    /// <see cref="BlobErrorCode.AppendPositionConditionNotMet"/>, and the tail of the blob tells whether the first landed.
    /// </summary>
    public async Task<Response<BlobAppendInfo>> AppendBlockAsync(
        BinaryData content, AppendBlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        if (content.ToMemory().Length is 0 or > AppendBlobMaxAppendBlockBytes)
            throw new ArgumentException($"The block has {content.ToMemory().Length} bytes; 1 to {AppendBlobMaxAppendBlockBytes} are allowed.", nameof(content));
        var response = await Requests.SendAsync(RequestMethod.Put, "?comp=appendblock", request =>
        {
            request.Content = RequestContent.Create(content);
            request.Add(conditions);
        }, default, cancellationToken);
        var info = new BlobAppendInfo(
            response.Headers.ETag ?? default,
            long.Parse(Header(response, "x-ms-blob-append-offset"), CultureInfo.InvariantCulture),
            int.Parse(Header(response, "x-ms-blob-committed-block-count"), CultureInfo.InvariantCulture));
        return Response.FromValue(info, response);
    }

    private static string Header(Response response, string name) =>
        response.Headers.TryGetValue(name, out var value) ? value : throw new RequestFailedException(response.Status, $"The answer has no {name}.");
}
