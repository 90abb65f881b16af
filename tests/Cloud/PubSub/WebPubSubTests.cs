using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Core;
using LiveView.Cloud.Pipeline;
using LiveView.Cloud.PubSub;
using static LiveView.Cloud.Tests.ScriptedTransport;

namespace LiveView.Cloud.Tests.PubSub;

public sealed class WebPubSubTests
{
    private const string Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
    private const string Hub = "http://localhost:8080/api/hubs/live";
    private const string Group = "sports:nba.1/score";
    private const long Now = 1_795_219_670;
    private readonly SkippedDelay _delay = new();
    private readonly StoppedClock _clock = new();

    private static RequestContent X => RequestContent.Create("x");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The token was computed outside this code base.
    [Fact]
    public async Task A_send_to_a_group_is_signed_for_its_whole_address()
    {
        var transport = new ScriptedTransport(Answer(202));
        byte[] update = [.. """{"offset":1}"""u8];

        await Client(transport).SendToGroupAsync(Group, RequestContent.Create(update), ContentType.ApplicationJson, ["c 1", "c2"], "userId eq 'u'", Token);

        var sent = transport.Only;
        Assert.Equal(("POST", $"{Hub}/groups/sports%3Anba.1%2Fscore/:send?api-version=2024-12-01&excluded=c%201&excluded=c2&filter=userId%20eq%20%27u%27"), (sent.Method, sent.Address.AbsoluteUri));
        Assert.Equal("application/json", sent.Header("Content-Type"));
        Assert.Equal(update, sent.Body);
        Assert.Equal(
            "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJhdWQiOiJodHRwOi8vbG9jYWxob3N0OjgwODAvYXBpL2h1YnMvbGl2ZS9ncm91cHMvc3BvcnRzJTNBbmJhLjElMkZzY29yZS86c2VuZD9hcGktdmVyc2lvbj0yMDI0LTEyLTAxXHUwMDI2ZXhjbHVkZWQ9YyUyMDFcdTAwMjZleGNsdWRlZD1jMlx1MDAyNmZpbHRlcj11c2VySWQlMjBlcSUyMCUyN3UlMjciLCJpYXQiOjE3OTUyMTk2NzAsImV4cCI6MTc5NTIxOTk3MH0.fCR5_5PyiiE75RGMvDtgGbWhr2g1LXbFD5y-polUg50",
            sent.Header("Authorization"));
    }

    [Fact]
    public async Task Every_call_has_its_method_address_and_audience()
    {
        (string Method, string Address, Func<WebPubSubServiceClient, Task> Call)[] calls =
        [
            ("POST", "/:send?api-version=2024-12-01&excluded=c", hub => hub.SendToAllAsync(X, ContentType.TextPlain, ["c"], null, Token)),
            ("POST", "/users/u%2F1%20%C3%A9/:send?api-version=2024-12-01", hub => hub.SendToUserAsync("u/1 é", X, ContentType.TextPlain, null, Token)),
            ("POST", "/connections/c/:send?api-version=2024-12-01", hub => hub.SendToConnectionAsync("c", RequestContent.Create(BinaryData.FromString("x")), ContentType.ApplicationOctetStream, Token)),
            ("PUT", "/groups/g%201%2Fx%23%3F/connections/c?api-version=2024-12-01", hub => hub.AddConnectionToGroupAsync("g 1/x#?", "c", Token)),
            ("DELETE", "/groups/g/connections/c?api-version=2024-12-01", hub => hub.RemoveConnectionFromGroupAsync("g", "c", Token)),
            ("DELETE", "/connections/c?api-version=2024-12-01&reason=auth_required", hub => hub.CloseConnectionAsync("c", "auth_required", Token)),
            ("HEAD", "/connections/c?api-version=2024-12-01", hub => hub.ConnectionExistsAsync("c", Token)),
            ("HEAD", "/groups/g?api-version=2024-12-01", hub => hub.GroupExistsAsync("g", Token)),
        ];
        foreach (var (method, address, call) in calls)
        {
            var transport = new ScriptedTransport(Answer(200));
            await call(Client(transport));

            Assert.Equal((method, Hub + address), (transport.Only.Method, transport.Only.Address.AbsoluteUri));
            using var claims = Claims(transport.Only.Header("Authorization")["Bearer ".Length..]);
            Assert.Equal(Hub + address, claims.RootElement.GetProperty("aud").GetString());
            Assert.Equal((Now, Now + 300), (claims.RootElement.GetProperty("iat").GetInt64(), claims.RootElement.GetProperty("exp").GetInt64()));
        }
    }

    [Fact]
    public async Task Each_try_has_a_token_of_its_own_time()
    {
        var transport = new ScriptedTransport((message, token) =>
        {
            _clock.Now += TimeSpan.FromMinutes(10);
            return Answer(503)(message, token);
        }, Answer(202));

        await Client(transport).SendToAllAsync(X, ContentType.TextPlain, null, null, Token);

        Assert.Equal([Now, Now + 600], transport.Sent.Select(sent =>
        {
            using var claims = Claims(sent.Header("Authorization")["Bearer ".Length..]);
            return claims.RootElement.GetProperty("iat").GetInt64();
        }));
        Assert.Equal("x", transport.Sent[1].Text);
    }

    [Fact]
    public async Task Throttled_it_waits_as_long_as_it_is_told()
    {
        var transport = new ScriptedTransport(Answer(429, "", ("Retry-After", "2")), Answer(202));
        await Client(transport).SendToAllAsync(X, ContentType.TextPlain, null, null, Token);
        Assert.Equal([TimeSpan.FromSeconds(2)], _delay.Delays);
    }

    [Fact]
    public async Task Who_is_there_is_an_answer()
    {
        var hub = Client(new ScriptedTransport(Answer(404), Answer(200), Answer(404), Answer(404)));

        Assert.False((await hub.GroupExistsAsync("g", Token)).Value);
        Assert.True((await hub.ConnectionExistsAsync("c", Token)).Value);
        Assert.Equal(404, (await hub.RemoveConnectionFromGroupAsync("g", "c", Token)).Status);
        Assert.Equal(404, (await hub.CloseConnectionAsync("c", null, Token)).Status);
    }

    [Fact]
    public async Task A_refusal_has_the_words_of_the_service()
    {
        var hub = Client(new ScriptedTransport(Answer(400, """{"code":"Error.BadRequest","message":"Invalid syntax for 'x'","target":"Request"}""")));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => hub.SendToAllAsync(X, ContentType.TextPlain, null, "x", Token));

        Assert.Equal((400, "Error.BadRequest"), (refused.Status, refused.ErrorCode));
        Assert.Contains("Invalid syntax", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_is_let_in_with_exactly_what_it_was_granted()
    {
        var uri = await Client(new ScriptedTransport()).GetClientAccessUriAsync(
            TimeSpan.FromMinutes(5), "u/1", ["webpubsub.joinLeaveGroup.g1"], ["sports:nba.1/score", "g2"], Token);

        Assert.StartsWith("ws://localhost:8080/client/hubs/live?access_token=", uri.AbsoluteUri, StringComparison.Ordinal);
        using var claims = Claims(uri.Query["?access_token=".Length..]);
        Assert.Equal(
            """{"aud":"http://localhost:8080/client/hubs/live","iat":1795219670,"exp":1795219970,"sub":"u/1","role":["webpubsub.joinLeaveGroup.g1"],"webpubsub.group":["sports:nba.1/score","g2"]}""",
            claims.RootElement.GetRawText());
    }

    [Fact]
    public async Task A_client_without_anything_is_anonymous_for_an_hour()
    {
        var hub = new WebPubSubServiceClient($"Endpoint=https://live.webpubsub.azure.com;AccessKey={Key};Version=1.0;", "live", Options(new ScriptedTransport()));

        var uri = await hub.GetClientAccessUriAsync(cancellationToken: Token);

        Assert.StartsWith("wss://live.webpubsub.azure.com/client/hubs/live?access_token=", uri.AbsoluteUri, StringComparison.Ordinal);
        using var claims = Claims(uri.Query["?access_token=".Length..]);
        Assert.Equal("""{"aud":"https://live.webpubsub.azure.com/client/hubs/live","iat":1795219670,"exp":1795223270}""", claims.RootElement.GetRawText());
    }

    [Fact]
    public async Task With_Entra_the_service_signs()
    {
        var transport = new ScriptedTransport(Answer(200, """{"token":"a.b.c"}"""));
        var credential = new ScriptedCredential();
        var hub = new WebPubSubServiceClient(new Uri("https://live.webpubsub.azure.com"), "live", credential, Options(transport));

        var uri = await hub.GetClientAccessUriAsync(TimeSpan.FromSeconds(61), "u 1", ["r1", "r2"], ["g/1"], Token);

        Assert.Equal("wss://live.webpubsub.azure.com/client/hubs/live?access_token=a.b.c", uri.AbsoluteUri);
        Assert.Equal(("POST", "https://live.webpubsub.azure.com/api/hubs/live/:generateToken?api-version=2024-12-01&userId=u%201&role=r1&role=r2&group=g%2F1&minutesToExpire=2"), (transport.Only.Method, transport.Only.Address.AbsoluteUri));
        Assert.Equal("Bearer scripted", transport.Only.Header("Authorization"));
        Assert.Equal(["https://webpubsub.azure.com/.default"], credential.Scopes);
    }

    [Fact]
    public async Task Members_of_a_group_come_page_by_page_always_from_our_own_endpoint()
    {
        var transport = new ScriptedTransport(
            Answer(200, """{"value":[{"connectionId":"a","userId":"u"},{"connectionId":"b"}],"nextLink":"https://elsewhere.example/api/hubs/live/groups/g/connections?continuationToken=x%2Fy&api-version=2024-12-01"}"""),
            Answer(200, """{"value":[],"nextLink":"http://localhost:8080//elsewhere.example/z"}"""),
            Answer(200, """{"value":[{"connectionId":"c","userId":null}],"nextLink":null}"""));

        List<WebPubSubGroupMember> members = [];
        await foreach (var member in Client(transport).ListConnectionsInGroupAsync("g", 2, 100, Token))
            members.Add(member);

        Assert.Equal([new("a", "u"), new("b", null), new("c", null)], members);
        Assert.Equal(
            [
                $"{Hub}/groups/g/connections?api-version=2024-12-01&maxpagesize=2&top=100",
                $"{Hub}/groups/g/connections?continuationToken=x%2Fy&api-version=2024-12-01",
                "http://localhost:8080//elsewhere.example/z",
            ],
            transport.Sent.Select(sent => sent.Address.AbsoluteUri));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task A_name_that_an_address_would_swallow_is_refused(string name)
    {
        var hub = Client(new ScriptedTransport());
        await Assert.ThrowsAsync<ArgumentException>(() => hub.SendToGroupAsync(name, X, ContentType.TextPlain, null, null, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.SendToUserAsync(name, X, ContentType.TextPlain, null, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.CloseConnectionAsync(name, null, Token));
    }

    [Fact]
    public async Task A_group_has_at_most_1024_characters_and_a_message_a_mebibyte()
    {
        var hub = Client(new ScriptedTransport());
        await Assert.ThrowsAsync<ArgumentException>(() => hub.GroupExistsAsync(new string('g', 1025), Token));
        var fault = await Assert.ThrowsAsync<ArgumentException>(() => hub.SendToGroupAsync("g", RequestContent.Create(new byte[(1 << 20) + 1]), ContentType.ApplicationOctetStream, null, null, Token));
        Assert.Contains("1048577 bytes; 1048576", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccessKey=k", "no Endpoint")]
    [InlineData("Endpoint=http://localhost", "no AccessKey")]
    [InlineData("Endpoint=ftp://localhost;AccessKey=k", "not an http or https address")]
    [InlineData("Endpoint=http://localhost;AccessKey=k;Port=x", "not a port")]
    public void A_connection_string_that_cannot_be_used_says_why(string connection, string why)
    {
        Assert.Contains(why, Assert.Throws<FormatException>(() => new WebPubSubServiceClient(connection, "live")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint=localhost:9000;AccessKey=k", "https://localhost:9000/")]
    [InlineData("endpoint=http://localhost:9000/;accesskey=k;version=1.0;port=9001;", "http://localhost:9001/")]
    public void An_endpoint_is_read_as_the_other_clients_read_it(string connection, string endpoint)
    {
        Assert.Equal(endpoint, new WebPubSubServiceClient(connection, "live").Endpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("1live")]
    [InlineData("")]
    [InlineData("a/b")]
    public void A_hub_has_a_name(string hub)
    {
        Assert.Throws<ArgumentException>(() => new WebPubSubServiceClient($"Endpoint=http://localhost;AccessKey={Key}", hub));
    }

    /// <summary>Checks the signature on its own and gives the claims.</summary>
    private static JsonDocument Claims(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        Assert.Equal(Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"))), parts[2]);
        return JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
    }

    private WebPubSubServiceClient Client(ScriptedTransport transport) => new($"Endpoint=http://localhost:8080;AccessKey={Key};Version=1.0;", "live", Options(transport));

    private WebPubSubServiceClientOptions Options(ScriptedTransport transport) =>
        new() { Transport = transport, Time = _clock, RetryPolicy = new CloudRetryPolicy(_delay) };
}
