using Azure;
using LiveView.Cloud.Blobs;

namespace LiveView.Contracts.Tests.Blobs;

public abstract partial class BlobContract
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_lease_is_taken_renewed_and_let_go()
    {
        var blob = await LeasableAsync();
        var lease = blob.GetBlobLeaseClient();

        var given = (await lease.AcquireAsync(Shortest, Token)).Value.LeaseId;
        Assert.Equal(given, lease.LeaseId);
        Assert.Equal("leased", (await blob.GetPropertiesAsync(Token)).Value.LeaseState);
        await RefusedAsync(409, BlobErrorCode.LeaseAlreadyPresent, () => blob.GetBlobLeaseClient().AcquireAsync(Shortest, Token));

        Assert.Equal(given, (await lease.RenewAsync(Token)).Value.LeaseId);
        await lease.ReleaseAsync(Token);
        Assert.Equal("available", (await blob.GetPropertiesAsync(Token)).Value.LeaseState);
        await RefusedAsync(409, BlobErrorCode.LeaseIdMismatchWithLeaseOperation, () => lease.RenewAsync(Token));
    }

    [Fact]
    public async Task A_lease_under_an_id_of_ours_can_be_taken_again_after_its_answer_was_lost()
    {
        const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";
        await LeasableAsync();
        var lossy = Client(null, options => options.Transport = new LostAnswers(options.Transport, 1)).GetBlobClient("leader");

        Assert.Equal(Id, (await lossy.GetBlobLeaseClient(Id).AcquireAsync(Shortest, Token)).Value.LeaseId);
    }

    [Fact]
    public async Task Of_sixteen_that_want_a_lease_one_gets_it()
    {
        var blob = await LeasableAsync();

        var got = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await blob.GetBlobLeaseClient().AcquireAsync(Shortest, Token);
                return true;
            }
            catch (RequestFailedException refused) when (refused.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
            {
                return false;
            }
        }));

        Assert.Single(got, won => won);
    }

    [Fact]
    public async Task A_leased_blob_is_written_only_under_its_lease()
    {
        var blob = await LeasableAsync();
        var id = (await blob.GetBlobLeaseClient().AcquireAsync(Shortest, Token)).Value.LeaseId;

        await RefusedAsync(412, BlobErrorCode.LeaseIdMissing, () => blob.UploadAsync(BinaryData.FromString("x"), null, Token));
        await blob.UploadAsync(BinaryData.FromString("y"), new() { Conditions = new() { LeaseId = id } }, Token);

        Assert.Equal("y", (await blob.DownloadContentAsync(default, null, Token)).Value.Content.ToString());
    }

    private async Task<BlobClient> LeasableAsync()
    {
        var blob = Container.GetBlobClient("leader");
        await blob.UploadAsync(BinaryData.Empty, null, Token);
        return blob;
    }
}
