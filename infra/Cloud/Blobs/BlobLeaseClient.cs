using System.Globalization;
using Azure;
using Azure.Core;

namespace LiveView.Cloud.Blobs;

/// <summary>
/// A hold on a blob: while it lasts, only writes that name it take effect. Work must stop when the duration has passed since the start of the
/// last renewal that succeeded, by the caller's own clock; and what is written elsewhere needs a fencing token, for a lease guards only its blob.
/// </summary>
public sealed class BlobLeaseClient
{
    /// <summary>A lease without an end.</summary>
    public static readonly TimeSpan InfiniteLeaseDuration = Timeout.InfiniteTimeSpan;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private readonly BlobRequests _requests;

    internal BlobLeaseClient(BlobRequests requests, string? leaseId) => (_requests, LeaseId) = (requests, leaseId);

    /// <summary>What proves the lease; null until it was given.</summary>
    public string? LeaseId { get; private set; }

    /// <summary>Takes the lease, or takes it again under the same id.</summary>
    /// <param name="duration">15 to 60 seconds, or <see cref="InfiniteLeaseDuration"/>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestFailedException">409 <see cref="BlobErrorCode.LeaseAlreadyPresent"/>: another holds it.</exception>
    public async Task<Response<BlobLease>> AcquireAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (duration != InfiniteLeaseDuration && (duration < Shortest || duration > Longest))
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "A lease lasts 15 to 60 seconds, or without end.");
        var seconds = duration == InfiniteLeaseDuration ? -1 : (int)duration.TotalSeconds;
        return Held(await SendAsync("acquire", request =>
        {
            request.Headers.Add("x-ms-lease-duration", seconds.ToString(CultureInfo.InvariantCulture));
            if (LeaseId is { } id)
                request.Headers.Add("x-ms-proposed-lease-id", id);
        }, cancellationToken));
    }

    /// <summary>Holds it for its duration again; also after its end, if nobody took it since.</summary>
    /// <exception cref="RequestFailedException">409 <see cref="BlobErrorCode.LeaseIdMismatchWithLeaseOperation"/>: it is another's now.</exception>
    public async Task<Response<BlobLease>> RenewAsync(CancellationToken cancellationToken = default) =>
        Held(await SendAsync("renew", Prove, cancellationToken));

    /// <summary>Lets go, so that the next need not wait.</summary>
    public Task<Response> ReleaseAsync(CancellationToken cancellationToken = default) => SendAsync("release", Prove, cancellationToken);

    /// <summary>Ends whoever's lease it is, at once: for operators, when its holder is known to be dead.</summary>
    public Task<Response> BreakAsync(CancellationToken cancellationToken = default) =>
        SendAsync("break", static request => request.Headers.Add("x-ms-lease-break-period", "0"), cancellationToken);

    private void Prove(Request request) =>
        request.Headers.Add("x-ms-lease-id", LeaseId ?? throw new InvalidOperationException("No lease was taken."));

    private Response<BlobLease> Held(Response response)
    {
        LeaseId = response.Headers.TryGetValue("x-ms-lease-id", out var id) ? id : throw new RequestFailedException(response.Status, "The answer has no lease id.");
        return Response.FromValue(new BlobLease(id), response);
    }

    private Task<Response> SendAsync(string action, Action<Request> write, CancellationToken cancellationToken) =>
        _requests.SendAsync(RequestMethod.Put, "?comp=lease", request =>
        {
            request.Headers.Add("x-ms-lease-action", action);
            write(request);
        }, default, cancellationToken);
}
