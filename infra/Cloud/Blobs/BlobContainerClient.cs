using System.Text.RegularExpressions;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.Credentials;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.Blobs;

/// <summary>
/// One container of a storage account. Names and shapes are those of Azure.Storage.Blobs, so that its client can take this one's place.
/// A failure is a <see cref="RequestFailedException"/> with one of <see cref="BlobErrorCode"/>.
/// </summary>
public sealed partial class BlobContainerClient
{
    private const int EmulatorPort = 10000;
    private const string Scope = "https://storage.azure.com/.default";
    private static readonly ReadOnlyMemory<int> Conflict = new[] { 409 };
    private static readonly ReadOnlyMemory<int> NotFound = new[] { 404 };
    private readonly BlobRequests _requests;

    public BlobContainerClient(string connectionString, string blobContainerName, BlobClientOptions? options = null)
        : this(StorageConnection.Parse(connectionString, "Blob", EmulatorPort), blobContainerName, options ?? new())
    {
    }

    /// <summary>The whole address of the container, and who asks.</summary>
    public BlobContainerClient(Uri blobContainerUri, TokenCredential credential, BlobClientOptions? options = null)
        : this(blobContainerUri, blobContainerUri.Segments[^1], options ?? new(), new BearerTokenAuthenticationPolicy(credential, Scope))
    {
    }

    private BlobContainerClient(StorageConnection connection, string name, BlobClientOptions options)
        : this(new Uri($"{connection.Endpoint.AbsoluteUri.TrimEnd('/')}/{name}"), name, options, new SharedKeyPolicy(connection.Credential, options.Time))
    {
    }

    private BlobContainerClient(Uri address, string name, BlobClientOptions options, HttpPipelinePolicy authentication)
    {
        if (!ContainerName.IsMatch(name))
            throw new ArgumentException($"'{name}' cannot name a container: 3 to 63 lower-case letters and digits, single hyphens between.", nameof(name));
        Name = name;
        Uri = address;
        _requests = new(CloudPipeline.Create(options, authentication), address);
    }

    public string Name { get; }

    public Uri Uri { get; }

    /// <summary>Makes the container; 409 when it was there.</summary>
    public async Task<Response> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await _requests.SendAsync(RequestMethod.Put, "?restype=container", null, Conflict, cancellationToken);
        return response.Status == 409 && CloudErrorParser.Failure(response) is { ErrorCode: not BlobErrorCode.ContainerAlreadyExists } failure
            ? throw failure
            : response;
    }

    /// <summary>Deletes the container with all its blobs.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<Response<bool>> DeleteIfExistsAsync(CancellationToken cancellationToken = default)
    {
        var response = await _requests.SendAsync(RequestMethod.Delete, "?restype=container", null, NotFound, cancellationToken);
        return Response.FromValue(response.Status != 404, response);
    }

    public BlobClient GetBlobClient(string blobName) => new(_requests.To(blobName), blobName);

    public AppendBlobClient GetAppendBlobClient(string blobName) => new(_requests.To(blobName), blobName);

    /// <summary>Lists blobs with their metadata, by name, in pages of up to 5,000.</summary>
    public AsyncPageable<BlobItem> GetBlobsAsync(string? prefix = null, CancellationToken cancellationToken = default) =>
        new BlobPages(prefix, (query, token) => _requests.SendAsync(RequestMethod.Get, query, null, default, token), cancellationToken);

    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContainerName { get; }
}
