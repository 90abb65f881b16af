using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Blobs;
using LiveView.Cloud.Pipeline;
using static LiveView.Cloud.Tests.ScriptedTransport;

namespace LiveView.Cloud.Tests.Blobs;

public sealed class BlobWireTests
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string Date = "x-ms-date:Sat, 21 Nov 2026 00:07:50 GMT\n";
    private const string Version = "x-ms-version:2022-11-02\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_is_signed_for_with_the_account_twice_at_the_emulator()
    {
        var sent = await SentAsync(container => container.CreateIfNotExistsAsync(Token));

        Assert.Equal(("PUT", "http://127.0.0.1:10000/devstoreaccount1/recordings?restype=container"), (sent.Method, sent.Address.AbsoluteUri));
        Signed(sent, "PUT\n\n\n\n\n\n\n\n\n\n\n\n", "", "/devstoreaccount1/devstoreaccount1/recordings\nrestype:container");
    }

    [Fact]
    public async Task Content_conditions_and_metadata_are_in_the_signature()
    {
        var sent = await SentAsync(container => container.GetBlobClient("a/b c.json").UploadAsync(
            BinaryData.FromString("{}"),
            new() { ContentType = "application/json", Metadata = { ["z"] = "1", ["A"] = "2" }, Conditions = new() { IfNoneMatch = ETag.All, LeaseId = "l" } }, Token));

        Assert.Equal("http://127.0.0.1:10000/devstoreaccount1/recordings/a/b%20c.json", sent.Address.AbsoluteUri);
        Signed(sent, "PUT\n\n\n2\n\napplication/json\n\n\n\n*\n\n\n",
            "x-ms-blob-type:BlockBlob\n{id}" + Date + "x-ms-lease-id:l\nx-ms-meta-a:2\nx-ms-meta-z:1\n", "/devstoreaccount1/devstoreaccount1/recordings/a/b%20c.json");
    }

    [Fact]
    public async Task Query_parameters_are_in_the_signature_decoded_and_in_order()
    {
        var transport = new ScriptedTransport(Answer(200, "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs><Blob><Name Encoded=\"true\">a%01b</Name><Properties><Etag>0x1</Etag><Content-Length>3</Content-Length></Properties></Blob></Blobs><NextMarker /></EnumerationResults>"));
        List<BlobItem> items = [];
        await foreach (var item in Client(transport).GetBlobsAsync("a b&/", Token))
            items.Add(item);

        Assert.Equal(("a\u0001b", 3L), (Assert.Single(items).Name, items[0].Properties.ContentLength));
        Assert.Equal("?restype=container&comp=list&include=metadata&prefix=a%20b%26%2F", transport.Only.Address.Query);
        Signed(transport.Only, "GET\n\n\n\n\n\n\n\n\n\n\n\n", "", "/devstoreaccount1/devstoreaccount1/recordings\ncomp:list\ninclude:metadata\nprefix:a b&/\nrestype:container");
    }

    [Fact]
    public async Task An_append_names_its_position()
    {
        var transport = new ScriptedTransport(Answer(201, "", ("x-ms-blob-append-offset", "7"), ("x-ms-blob-committed-block-count", "2"), ("ETag", "\"0x2\"")));

        var landed = (await Client(transport).GetAppendBlobClient("log").AppendBlockAsync(BinaryData.FromString("abcdef"), new() { IfAppendPositionEqual = 7, IfMaxSizeLessThanOrEqual = 100 }, Token)).Value;

        Assert.Equal(new(new ETag("0x2"), 7, 2), landed);
        Assert.Equal(("7", "100"), (transport.Only.Header("x-ms-blob-condition-appendpos"), transport.Only.Header("x-ms-blob-condition-maxsize")));
        Signed(transport.Only, "PUT\n\n\n6\n\n\n\n\n\n\n\n\n", "x-ms-blob-condition-appendpos:7\nx-ms-blob-condition-maxsize:100\n{id}" + Date, "/devstoreaccount1/devstoreaccount1/recordings/log\ncomp:appendblock");
    }

    [Fact]
    public async Task With_Entra_a_bearer_token_for_storage_is_sent()
    {
        var transport = new ScriptedTransport(Answer(200));
        var credential = new ScriptedCredential();
        var container = new BlobContainerClient(new Uri("https://live.blob.core.windows.net/recordings"), credential, new BlobClientOptions { Transport = transport });

        Assert.True((await container.GetBlobClient("b").ExistsAsync(Token)).Value);

        Assert.Equal(("HEAD", "https://live.blob.core.windows.net/recordings/b"), (transport.Only.Method, transport.Only.Address.AbsoluteUri));
        Assert.Equal("Bearer scripted", transport.Only.Header("Authorization"));
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/.")]
    public void A_name_that_an_address_would_swallow_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Client(new()).GetBlobClient(name));
    }

    [Theory]
    [InlineData("Ab")]
    [InlineData("ab")]
    [InlineData("a--b")]
    [InlineData("-ab")]
    [InlineData("a_b")]
    public void A_container_has_a_name(string name)
    {
        Assert.Throws<ArgumentException>(() => new BlobContainerClient("UseDevelopmentStorage=true", name));
    }

    [Theory]
    [InlineData("a-b", "x")]
    [InlineData("a", "é")]
    [InlineData("a", " x")]
    [InlineData("a", "x\r\ny: z")]
    public async Task Metadata_that_would_not_come_back_the_same_is_refused(string name, string value)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client(new()).GetBlobClient("b").UploadAsync(BinaryData.Empty, new() { Metadata = { [name] = value } }, Token));
    }

    [Fact]
    public async Task A_block_of_nothing_and_a_lease_of_a_moment_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client(new()).GetAppendBlobClient("log").AppendBlockAsync(BinaryData.Empty, null, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Client(new()).GetBlobClient("b").GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(14), Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client(new()).GetBlobClient("b").GetBlobLeaseClient().RenewAsync(Token));
    }

    private static async Task<SentRequest> SentAsync(Func<BlobContainerClient, Task> call)
    {
        var transport = new ScriptedTransport(Answer(201));
        await call(Client(transport));
        return transport.Only;
    }

    /// <summary>Recomputes the signature from what the documentation says is signed.</summary>
    private static void Signed(SentRequest sent, string standard, string xms, string resource)
    {
        var id = $"x-ms-client-request-id:{sent.Header("x-ms-client-request-id")}\n";
        var headers = (xms.Length == 0 ? id + Date : xms.Replace("{id}", id, StringComparison.Ordinal)) + $"x-ms-return-client-request-id:true\n{Version}";
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(standard + headers + resource)));
        Assert.Equal($"SharedKey devstoreaccount1:{signature}", sent.Header("Authorization"));
    }

    private static BlobContainerClient Client(ScriptedTransport transport) =>
        new("UseDevelopmentStorage=true", "recordings", new BlobClientOptions { Transport = transport, Time = new StoppedClock(), RetryPolicy = new CloudRetryPolicy(new SkippedDelay()) });
}
