using System.Security.Cryptography;
using Azure;
using LiveView.Cloud.Blobs;

namespace LiveView.Contracts.Tests.Blobs;

/// <summary>What Live View relies on in a blob container, wherever it is. Every test has a container of its own.</summary>
public abstract partial class BlobContract(string connectionString) : IAsyncLifetime
{
    private readonly string _name = $"contract-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";

    private BlobContainerClient Container => field ??= Client();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Container.CreateIfNotExistsAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await Container.DeleteIfExistsAsync(CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_container_is_made_once()
    {
        Assert.Equal(409, (await Container.CreateIfNotExistsAsync(Token)).Status);
        Assert.False((await Client("never-made").DeleteIfExistsAsync(Token)).Value);
    }

    [Fact]
    public async Task A_blob_comes_back_as_it_went()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100_000).Select(i => (byte)i)];
        var blob = Container.GetBlobClient("a/b.bin");
        var options = new BlobUploadOptions { ContentType = "application/json", Metadata = { ["from"] = "12", ["note"] = "a b; c=\"d\"" } };

        var written = (await blob.UploadAsync(BinaryData.FromBytes(bytes), options, Token)).Value;
        var read = (await blob.DownloadContentAsync(default, null, Token)).Value;
        var properties = (await blob.GetPropertiesAsync(Token)).Value;

        Assert.Equal(bytes, read.Content.ToArray());
        Assert.Equal(written.ETag, properties.ETag);
        Assert.Equal((100_000L, "application/json", "BlockBlob", "available"), (properties.ContentLength, properties.ContentType, properties.BlobType, properties.LeaseState));
        Assert.Equal(("12", "a b; c=\"d\""), (properties.Metadata["FROM"], properties.Metadata["note"]));
        Assert.Equal("12", read.Details.Metadata["from"]);
    }

    [Fact]
    public async Task An_empty_blob_is_a_blob()
    {
        await Container.GetBlobClient("empty").UploadAsync(BinaryData.Empty, null, Token);

        Assert.Equal(0, (await Container.GetBlobClient("empty").DownloadContentAsync(default, null, Token)).Value.Content.ToMemory().Length);
    }

    [Fact]
    public async Task A_part_of_a_blob_can_be_read_alone()
    {
        var blob = Container.GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("0123456789"), null, Token);

        Assert.Equal("345", (await blob.DownloadContentAsync(new HttpRange(3, 3), null, Token)).Value.Content.ToString());
        Assert.Equal("789", (await blob.DownloadContentAsync(new HttpRange(7), null, Token)).Value.Content.ToString());
        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => blob.DownloadContentAsync(new HttpRange(11), null, Token));
        Assert.Equal(416, refused.Status);
    }

    [Fact]
    public async Task A_blob_is_written_once_when_it_must_not_be_there()
    {
        var blob = Container.GetBlobClient("once");
        var once = new BlobUploadOptions { Conditions = new() { IfNoneMatch = ETag.All } };

        await blob.UploadAsync(BinaryData.FromString("first"), once, Token);
        await RefusedAsync(409, BlobErrorCode.BlobAlreadyExists, () => blob.UploadAsync(BinaryData.FromString("second"), once, Token));

        Assert.Equal("first", (await blob.DownloadContentAsync(default, null, Token)).Value.Content.ToString());
    }

    [Fact]
    public async Task An_old_version_is_not_written_over()
    {
        var blob = Container.GetBlobClient("b");
        var first = (await blob.UploadAsync(BinaryData.FromString("1"), null, Token)).Value.ETag;
        await blob.UploadAsync(BinaryData.FromString("2"), new() { Conditions = new() { IfMatch = first } }, Token);

        await RefusedAsync(412, BlobErrorCode.ConditionNotMet, () => blob.UploadAsync(BinaryData.FromString("3"), new() { Conditions = new() { IfMatch = first } }, Token));
        await RefusedAsync(412, BlobErrorCode.ConditionNotMet, () => blob.DeleteIfExistsAsync(new() { IfMatch = first }, Token));
    }

    [Fact]
    public async Task What_is_not_there_is_said()
    {
        var blob = Container.GetBlobClient("none");
        Assert.False((await blob.ExistsAsync(Token)).Value);
        Assert.False((await blob.DeleteIfExistsAsync(null, Token)).Value);
        await RefusedAsync(404, BlobErrorCode.BlobNotFound, () => blob.DownloadContentAsync(default, null, Token));
        await RefusedAsync(404, BlobErrorCode.BlobNotFound, () => blob.GetPropertiesAsync(Token));
        await RefusedAsync(404, BlobErrorCode.ContainerNotFound, () => Client("never-made").GetBlobClient("b").UploadAsync(BinaryData.Empty, null, Token));

        await blob.UploadAsync(BinaryData.Empty, null, Token);
        Assert.True((await blob.ExistsAsync(Token)).Value);
        Assert.True((await blob.DeleteIfExistsAsync(null, Token)).Value);
        Assert.False((await blob.ExistsAsync(Token)).Value);
    }

    [Theory]
    [InlineData("sports:nba.1/2026-11-20T19:00Z.jsonl")]
    [InlineData("a b+c&d=e?f#g%25.x")]
    [InlineData("é漢字😀")]
    [InlineData("o'neil~!*(),;@$[]{}")]
    [Trait("Requirement", "113")]
    public async Task A_name_means_itself(string name)
    {
        await Container.GetBlobClient(name).UploadAsync(BinaryData.FromString(name), null, Token);

        Assert.Equal(name, (await Container.GetBlobClient(name).DownloadContentAsync(default, null, Token)).Value.Content.ToString());
        Assert.Equal([name], (await ListAsync(name)).Select(item => item.Name));
    }

    [Fact]
    public async Task Blobs_are_listed_by_prefix_with_metadata_page_by_page()
    {
        for (var i = 0; i < 7; i++)
            await Container.GetBlobClient($"in/{i}").UploadAsync(BinaryData.FromString(new string('x', i)), new() { Metadata = { ["number"] = $"{i}" } }, Token);
        await Container.GetBlobClient("out/1").UploadAsync(BinaryData.Empty, null, Token);

        var all = await ListAsync("in/");
        Assert.Equal([.. Enumerable.Range(0, 7).Select(i => ($"in/{i}", (long)i, $"{i}"))], all.Select(item => (item.Name, item.Properties.ContentLength, item.Properties.Metadata["number"])));
        Assert.Equal((await Container.GetBlobClient("in/3").GetPropertiesAsync(Token)).Value.ETag.ToString("H"), all[3].Properties.ETag.ToString("H"));
        Assert.Equal(8, (await ListAsync(null)).Count);

        List<string> seen = [];
        string? marker = null;
        do
        {
            await using var pages = Container.GetBlobsAsync("in/", Token).AsPages(marker, 3).GetAsyncEnumerator(Token);
            Assert.True(await pages.MoveNextAsync());
            Assert.True(pages.Current.Values.Count <= 3);
            seen.AddRange(pages.Current.Values.Select(item => item.Name));
            marker = pages.Current.ContinuationToken;
        }
        while (marker is not null);
        Assert.Equal(all.Select(item => item.Name), seen);
    }

    private BlobContainerClient Client(string? name = null, Action<BlobClientOptions>? configure = null)
    {
        var options = new BlobClientOptions();
        configure?.Invoke(options);
        return new(connectionString, name ?? _name, options);
    }

    private async Task<List<BlobItem>> ListAsync(string? prefix)
    {
        List<BlobItem> items = [];
        await foreach (var item in Container.GetBlobsAsync(prefix, Token))
            items.Add(item);
        return items;
    }

    private static async Task RefusedAsync(int status, string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RequestFailedException>(call);
        Assert.Equal((status, code), (refused.Status, refused.ErrorCode));
    }
}
