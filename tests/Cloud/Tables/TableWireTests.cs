using System.Security.Cryptography;
using System.Text;
using Azure;
using LiveView.Cloud.Pipeline;
using LiveView.Cloud.Tables;
using static LiveView.Cloud.Tests.ScriptedTransport;

namespace LiveView.Cloud.Tests.Tables;

public sealed class TableWireTests
{
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "http://127.0.0.1:10002/devstoreaccount1/topics", "/devstoreaccount1/devstoreaccount1/topics")]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=" + Key + ";TableEndpoint=http://127.0.0.1:41000/devstoreaccount1;", "http://127.0.0.1:41000/devstoreaccount1/topics", "/devstoreaccount1/devstoreaccount1/topics")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=live;AccountKey=" + Key + ";EndpointSuffix=core.windows.net", "https://live.table.core.windows.net/topics", "/live/topics")]
    [InlineData("accountname=live;accountkey=" + Key, "https://live.table.core.windows.net/topics", "/live/topics")]
    public async Task An_account_is_found_and_signed_for_wherever_it_is(string connection, string address, string resource)
    {
        var transport = new ScriptedTransport(Answer(204));
        await Client(transport, connection).AddEntityAsync(new TableEntity("p", "r") { { "V", 1L } }, Token);

        var sent = transport.Only;
        Assert.Equal(("POST", address), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal("""{"PartitionKey":"p","RowKey":"r","V@odata.type":"Edm.Int64","V":"1"}""", sent.Text);
        Assert.Equal("application/json;odata=minimalmetadata", sent.Header("Accept"));
        Assert.Equal("3.0", sent.Header("DataServiceVersion"));
        Assert.Equal("return-no-content", sent.Header("Prefer"));
        var account = resource.Split('/')[1];
        Assert.Equal($"SharedKeyLite {account}:{Signature($"Sat, 21 Nov 2026 00:07:50 GMT\n{resource}")}", sent.Header("Authorization"));
        Assert.False(sent.Headers.ContainsKey("Date"));
    }

    [Fact]
    public async Task The_path_is_signed_as_it_goes_on_the_wire()
    {
        var transport = new ScriptedTransport(Answer(404, """{"odata.error":{"code":"ResourceNotFound","message":{"value":"No."}}}"""));
        await Client(transport).GetEntityIfExistsAsync("o'neil é", "50%", ["A", "B"], Token);

        const string Path = "/devstoreaccount1/topics(PartitionKey='o%27%27neil%20%C3%A9',RowKey='50%25')";
        Assert.Equal($"{Path}?$select=A%2CB", transport.Only.Address.PathAndQuery);
        Assert.EndsWith(Signature($"Sat, 21 Nov 2026 00:07:50 GMT\n/devstoreaccount1{Path}"), transport.Only.Header("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_Entra_a_bearer_token_for_storage_is_sent()
    {
        var transport = new ScriptedTransport(Answer(204));
        var credential = new ScriptedCredential();
        var client = new TableClient(new Uri("https://live.table.core.windows.net"), "topics", credential, new TableClientOptions { Transport = transport });

        await client.AddEntityAsync(new TableEntity("p", "r"), Token);

        Assert.Equal("Bearer scripted", transport.Only.Header("Authorization"));
        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    [Fact]
    public async Task A_transaction_is_one_change_set_in_one_batch()
    {
        var transport = new ScriptedTransport(Answer(202, Ok(3), ("Content-Type", "multipart/mixed; boundary=batchresponse_1")));

        var answers = (await Client(transport).SubmitTransactionAsync(
            [
                new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "head") { { "N", 1 } }, new ETag("W/\"datetime'2026'\"")),
                new(TableTransactionActionType.Add, new TableEntity("p", "u'1") { { "N", 2 } }),
                new(TableTransactionActionType.Delete, new TableEntity("p", "old")),
            ],
            Token)).Value;

        Assert.Equal([204, 204, 204], answers.Select(a => a.Status));
        Assert.Equal("W/\"e1\"", answers[1].Headers.ETag?.ToString());
        var sent = transport.Only;
        var id = sent.Header("x-ms-client-request-id");
        Assert.Equal($"multipart/mixed; boundary=batch_{id}", sent.Header("Content-Type"));
        Assert.Equal("http://127.0.0.1:10002/devstoreaccount1/$batch", sent.Address.AbsoluteUri);
        const string Part = "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n";
        const string Base = "http://127.0.0.1:10002/devstoreaccount1/topics";
        const string Common = " HTTP/1.1\r\nAccept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n";
        Assert.Equal(
            $"--batch_{id}\r\nContent-Type: multipart/mixed; boundary=changeset_{id}\r\n\r\n"
            + $"--changeset_{id}\r\n{Part}PUT {Base}(PartitionKey='p',RowKey='head'){Common}If-Match: W/\"datetime'2026'\"\r\nContent-Type: application/json\r\n\r\n"
            + "{\"PartitionKey\":\"p\",\"RowKey\":\"head\",\"N\":1}\r\n"
            + $"--changeset_{id}\r\n{Part}POST {Base}{Common}Prefer: return-no-content\r\nContent-Type: application/json\r\n\r\n"
            + "{\"PartitionKey\":\"p\",\"RowKey\":\"u'1\",\"N\":2}\r\n"
            + $"--changeset_{id}\r\n{Part}DELETE {Base}(PartitionKey='p',RowKey='old'){Common}If-Match: *\r\n\r\n\r\n"
            + $"--changeset_{id}--\r\n\r\n--batch_{id}--\r\n",
            sent.Text);
    }

    // As recorded from the real service, which sends no x-ms-error-code.
    [Theory]
    [InlineData("HTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\n\r\n{\"odata.error\":{\"code\":\"EntityAlreadyExists\",\"message\":{\"lang\":\"en-US\",\"value\":\"13:The specified entity already exists.\\nTime:x\"}}}\r\n", 409, "EntityAlreadyExists", 13)]
    [InlineData("HTTP/1.1 412 Precondition Failed\r\nx-ms-error-code: UpdateConditionNotSatisfied\r\n\r\n\r\n", 412, "UpdateConditionNotSatisfied", null)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n<?xml version=\"1.0\"?><m:Error xmlns:m=\"urn:x\"><m:Code>InvalidInput</m:Code><m:Message>0:no</m:Message></m:Error>", 400, "InvalidInput", 0)]
    [InlineData("HTTP/1.1 500 \r\n\r\n", 500, null, null)]
    public async Task The_refused_action_of_a_transaction_is_found_in_every_form(string part, int status, string? code, int? index)
    {
        var transport = new ScriptedTransport(Answer(202, $"--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_2\r\n\r\n--changesetresponse_2\r\nContent-Type: application/http\r\n\r\n{part}\r\n--changesetresponse_2--\r\n--batchresponse_1--\r\n"));

        var failed = await Assert.ThrowsAsync<TableTransactionFailedException>(() => Client(transport).SubmitTransactionAsync(Adding(20), Token));

        Assert.Equal((status, code, index), (failed.Status, failed.ErrorCode, failed.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task An_answer_that_does_not_match_the_transaction_is_a_fault()
    {
        var transport = new ScriptedTransport(Answer(202, Ok(2)));

        var fault = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport).SubmitTransactionAsync(Adding(3), Token));

        Assert.Contains("3 actions, its answer 2", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"odata.error":{"code":"InvalidInput","message":{"lang":"en-US","value":"Bad."}}}""", "InvalidInput")]
    [InlineData("""{"error":{"code":"Denied","message":"Bad."}}""", "Denied")]
    [InlineData("""{"code":"Error.BadRequest","message":"Bad."}""", "Error.BadRequest")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthorizationFailure</Code><Message>Bad.</Message></Error>", "AuthorizationFailure")]
    [InlineData("<Error><Code>401</Code><Detail>Bad.</Detail></Error>", "401")]
    [InlineData("", "FromHeader")]
    [InlineData("<html", "FromHeader")]
    [InlineData("{", "FromHeader")]
    [InlineData("[]", "FromHeader")]
    [InlineData("{\"odata.error\":{\"code\":\"\"}}", "FromHeader")]
    public async Task A_refusal_has_its_word_in_every_form(string body, string code)
    {
        var transport = new ScriptedTransport(Answer(400, body, ("x-ms-error-code", "FromHeader")));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => Client(transport).AddEntityAsync(new TableEntity("p", "r"), Token));

        Assert.Equal((400, code), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task An_empty_page_with_a_continuation_is_not_the_end()
    {
        var transport = new ScriptedTransport(
            Answer(200, """{"value":[]}""", ("x-ms-continuation-NextPartitionKey", "1!16!c29t/+="), ("x-ms-continuation-NextRowKey", "1!8!b")),
            Answer(200, """{"value":[{"odata.etag":"W/\"1\"","PartitionKey":"p","RowKey":"r","N":1}]}""", ("x-ms-continuation-NextPartitionKey", "1!4!cA--")),
            Answer(200, """{"odata.metadata":"x","value":[]}"""));

        List<TableEntity> rows = [];
        await foreach (var row in Client(transport).QueryAsync(TableClient.CreateQueryFilter($"N eq {1}"), 10, null, Token))
            rows.Add(row);

        Assert.Equal("W/\"1\"", Assert.Single(rows).ETag.ToString());
        Assert.Equal("?$filter=N%20eq%201&$top=10", transport.Sent[0].Address.Query);
        Assert.Equal("?$filter=N%20eq%201&$top=10&NextPartitionKey=1%2116%21c29t%2F%2B%3D&NextRowKey=1%218%21b", transport.Sent[1].Address.Query);
        Assert.Equal("?$filter=N%20eq%201&$top=10&NextPartitionKey=1%214%21cA--", transport.Sent[2].Address.Query);
    }

    [Fact]
    public void A_filter_quotes_by_type()
    {
        var time = new DateTimeOffset(2026, 1, 2, 5, 0, 0, TimeSpan.FromHours(2));
        Assert.Equal(
            "A eq 'it''s' and B eq 1 and C eq 1L and D eq 2.0 and E eq true and F eq datetime'2026-01-02T03:00:00.0000000Z' and G eq guid'00000000-0000-0000-0000-000000000000' and H eq X'0AFF'",
            TableClient.CreateQueryFilter($"A eq {"it's"} and B eq {1} and C eq {1L} and D eq {2.0} and E eq {true} and F eq {time} and G eq {Guid.Empty} and H eq {new byte[] { 10, 255 }}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {null}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {1.5m}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {double.NaN}"));
    }

    [Theory]
    [InlineData("AccountName=a", "no AccountKey")]
    [InlineData("AccountKey=a2V5", "no AccountName")]
    [InlineData("AccountName=a;AccountName=b", "AccountName twice")]
    [InlineData("rubbish", "not Name=value")]
    [InlineData("AccountName=a;AccountKey=a2V5;TableEndpoint=nowhere", "TableEndpoint of the connection string is not an absolute address")]
    public void A_connection_string_that_cannot_be_used_says_why(string connection, string why)
    {
        Assert.Contains(why, Assert.Throws<FormatException>(() => new TableClient(connection, "topics")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_no_key_is_not_repeated_in_the_error()
    {
        var fault = Assert.Throws<ArgumentException>(() => new TableClient("AccountName=a;AccountKey=s3cret!", "topics"));
        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<TableTransactionAction> Adding(int count) =>
        Enumerable.Range(0, count).Select(i => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"r{i}")));

    private static string Ok(int parts) =>
        "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_2\r\n\r\n"
        + string.Concat(Enumerable.Range(0, parts).Select(i => $"--changesetresponse_2\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\nETag: W/\"e{i}\"\r\nDataServiceVersion: 1.0;\r\n\r\n\r\n"))
        + "--changesetresponse_2--\r\n--batchresponse_1--\r\n";

    private static string Signature(string text) => Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(text)));

    private static TableClient Client(ScriptedTransport transport, string connection = "UseDevelopmentStorage=true") =>
        new(connection, "topics", new TableClientOptions { Transport = transport, Time = new StoppedClock(), RetryPolicy = new CloudRetryPolicy(new SkippedDelay()) });
}
