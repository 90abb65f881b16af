using LiveView.Cloud.Blobs;

namespace LiveView.Contracts.Tests.Blobs;

public abstract partial class BlobContract
{
    [Fact]
    public async Task Blocks_land_one_after_the_other_and_say_where()
    {
        var log = Container.GetAppendBlobClient("log");
        Assert.Equal(201, (await log.CreateIfNotExistsAsync(new() { ContentType = "application/jsonl" }, Token)).Status);

        var first = (await log.AppendBlockAsync(BinaryData.FromString("abc"), null, Token)).Value;
        var second = (await log.AppendBlockAsync(BinaryData.FromString("de"), new() { IfAppendPositionEqual = 3 }, Token)).Value;

        Assert.Equal((0L, 1), (first.BlobAppendOffset, first.BlobCommittedBlockCount));
        Assert.Equal((3L, 2), (second.BlobAppendOffset, second.BlobCommittedBlockCount));
        Assert.Equal(409, (await log.CreateIfNotExistsAsync(null, Token)).Status);
        Assert.Equal("abcde", (await log.DownloadContentAsync(default, null, Token)).Value.Content.ToString());
        var properties = (await log.GetPropertiesAsync(Token)).Value;
        Assert.Equal(("AppendBlob", 5L, 2, "application/jsonl"), (properties.BlobType, properties.ContentLength, properties.BlobCommittedBlockCount, properties.ContentType));
    }

    [Fact]
    public async Task A_block_for_another_position_is_refused()
    {
        var log = Container.GetAppendBlobClient("log");
        await log.CreateIfNotExistsAsync(null, Token);
        await log.AppendBlockAsync(BinaryData.FromString("abc"), new() { IfAppendPositionEqual = 0 }, Token);

        await RefusedAsync(412, BlobErrorCode.AppendPositionConditionNotMet, () => log.AppendBlockAsync(BinaryData.FromString("x"), new() { IfAppendPositionEqual = 0 }, Token));
        await RefusedAsync(412, "MaxBlobSizeConditionNotMet", () => log.AppendBlockAsync(BinaryData.FromString("x"), new() { IfMaxSizeLessThanOrEqual = 3 }, Token));
        await RefusedAsync(404, BlobErrorCode.BlobNotFound, () => Container.GetAppendBlobClient("none").AppendBlockAsync(BinaryData.FromString("x"), null, Token));

        Assert.Equal("abc", (await log.DownloadContentAsync(default, null, Token)).Value.Content.ToString());
    }

    [Fact]
    public async Task A_block_whose_answer_was_lost_is_refused_on_the_retry_and_is_there_once()
    {
        await Container.GetAppendBlobClient("log").CreateIfNotExistsAsync(null, Token);
        var lossy = Client(null, options => options.Transport = new LostAnswers(options.Transport, 1)).GetAppendBlobClient("log");

        await RefusedAsync(412, BlobErrorCode.AppendPositionConditionNotMet, () => lossy.AppendBlockAsync(BinaryData.FromString("abc"), new() { IfAppendPositionEqual = 0 }, Token));

        Assert.Equal("abc", (await lossy.DownloadContentAsync(default, null, Token)).Value.Content.ToString());
    }

    [Fact]
    public async Task Blocks_of_many_writers_all_land_at_places_of_their_own()
    {
        var log = Container.GetAppendBlobClient("log");
        await log.CreateIfNotExistsAsync(null, Token);

        var landed = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => log.AppendBlockAsync(BinaryData.FromString($"{i:D4}"), null, Token)));

        Assert.Equal(Enumerable.Range(0, 30).Select(i => i * 4L), landed.Select(one => one.Value.BlobAppendOffset).Order());
        var text = (await log.DownloadContentAsync(default, null, Token)).Value.Content.ToString();
        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i:D4}"), text.Chunk(4).Select(four => new string(four)).Order(StringComparer.Ordinal));
    }
}
