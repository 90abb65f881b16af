using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using LiveView.Cloud.Pipeline;

namespace LiveView.Cloud.PubSub;

/// <summary>
/// One hub of a Web PubSub resource. Names and shapes are those of Azure.Messaging.WebPubSub, so that its client can take this one's place.
/// A send that is tried again may arrive twice, and sends in parallel may change places: the position in what is sent makes both harmless.
/// </summary>
public sealed class WebPubSubServiceClient
{
    private const string Scope = "https://webpubsub.azure.com/.default";
    private const long LargestMessage = 1 << 20;
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    private readonly HttpPipeline _pipeline;
    private readonly PubSubAddress _address;
    private readonly AccessKey? _key;

    public WebPubSubServiceClient(string connectionString, string hub, WebPubSubServiceClientOptions? options = null)
        : this(PubSubConnection.Parse(connectionString), hub, options ?? new())
    {
    }

    public WebPubSubServiceClient(Uri endpoint, string hub, TokenCredential credential, WebPubSubServiceClientOptions? options = null)
        : this(endpoint, hub, null, new BearerTokenAuthenticationPolicy(credential, Scope), options ?? new())
    {
    }

    private WebPubSubServiceClient(PubSubConnection connection, string hub, WebPubSubServiceClientOptions options)
        : this(connection.Endpoint, hub, new AccessKey(connection.AccessKey, options.Time), options)
    {
    }

    private WebPubSubServiceClient(Uri endpoint, string hub, AccessKey key, WebPubSubServiceClientOptions options)
        : this(endpoint, hub, key, new AccessKeyPolicy(key), options)
    {
    }

    private WebPubSubServiceClient(Uri endpoint, string hub, AccessKey? key, HttpPipelinePolicy authentication, WebPubSubServiceClientOptions options)
    {
        Hub = hub;
        Endpoint = endpoint;
        _key = key;
        _address = new(endpoint, hub);
        _pipeline = CloudPipeline.Create(options, authentication);
    }

    public string Hub { get; }

    public Uri Endpoint { get; }

    /// <summary>Sends to every connection of the hub, but those excluded and those that the filter leaves out.</summary>
    public Task<Response> SendToAllAsync(
        RequestContent content, ContentType contentType, IEnumerable<string>? excluded = null, string? filter = null, CancellationToken cancellationToken = default) =>
        SendAsync("/:send", content, contentType, excluded, filter, cancellationToken);

    /// <summary>Sends to every connection in a group; nobody in it is no fault.</summary>
    public Task<Response> SendToGroupAsync(
        string group, RequestContent content, ContentType contentType, IEnumerable<string>? excluded = null, string? filter = null, CancellationToken cancellationToken = default) =>
        SendAsync($"{Group(group)}/:send", content, contentType, excluded, filter, cancellationToken);

    /// <summary>Sends to every connection of a user.</summary>
    public Task<Response> SendToUserAsync(string userId, RequestContent content, ContentType contentType, string? filter = null, CancellationToken cancellationToken = default) =>
        SendAsync($"/users/{PubSubAddress.Segment("user", userId)}/:send", content, contentType, null, filter, cancellationToken);

    /// <summary>Sends to one connection; one that is gone is no fault.</summary>
    public Task<Response> SendToConnectionAsync(string connectionId, RequestContent content, ContentType contentType, CancellationToken cancellationToken = default) =>
        SendAsync($"{Connection(connectionId)}/:send", content, contentType, null, null, cancellationToken);

    /// <summary>Puts a connection into a group; 404 is thrown when the connection is gone.</summary>
    public Task<Response> AddConnectionToGroupAsync(string group, string connectionId, CancellationToken cancellationToken = default) =>
        RequestAsync(RequestMethod.Put, _address.To($"{Group(group)}{Connection(connectionId)}"), default, cancellationToken);

    /// <summary>Takes a connection out of a group; 404 when it was not there.</summary>
    public Task<Response> RemoveConnectionFromGroupAsync(string group, string connectionId, CancellationToken cancellationToken = default) =>
        RequestAsync(RequestMethod.Delete, _address.To($"{Group(group)}{Connection(connectionId)}"), NotFound, cancellationToken);

    /// <summary>Closes a connection; the client may come back unless its next token is refused.</summary>
    public Task<Response> CloseConnectionAsync(string connectionId, string? reason = null, CancellationToken cancellationToken = default) =>
        RequestAsync(RequestMethod.Delete, _address.To(Connection(connectionId), ("reason", reason)), NotFound, cancellationToken);

    /// <summary>Closes every connection of a user, but those excluded; their clients may come back unless their next tokens are refused.</summary>
    public Task<Response> CloseUserConnectionsAsync(
        string userId, IEnumerable<string>? excluded = null, string? reason = null, CancellationToken cancellationToken = default) =>
        RequestAsync(
            RequestMethod.Post,
            _address.To($"/users/{PubSubAddress.Segment("user", userId)}/:closeConnections", [.. (excluded ?? []).Select(one => ("excluded", (string?)one)), ("reason", reason)]),
            default,
            cancellationToken);

    public Task<Response<bool>> ConnectionExistsAsync(string connectionId, CancellationToken cancellationToken = default) =>
        ExistsAsync(Connection(connectionId), cancellationToken);

    /// <summary>Whether anyone is in a group.</summary>
    public Task<Response<bool>> GroupExistsAsync(string group, CancellationToken cancellationToken = default) => ExistsAsync(Group(group), cancellationToken);

    /// <summary>Lists who is in a group, in pages of up to 200, at most <paramref name="top"/> of them.</summary>
    public AsyncPageable<WebPubSubGroupMember> ListConnectionsInGroupAsync(
        string group, int? maxPageSize = null, int? top = null, CancellationToken cancellationToken = default)
    {
        var first = _address.To($"{Group(group)}/connections", ("maxpagesize", maxPageSize is { } size ? $"{size}" : null), ("top", top is { } most ? $"{most}" : null));
        return new GroupMemberPages(first, (address, token) => RequestAsync(RequestMethod.Get, address, default, token), cancellationToken);
    }

    /// <summary>
    /// The address with which a client connects, token included. With a key it is signed here; with Entra the service signs, in whole minutes.
    /// </summary>
    /// <param name="expiresAfter">How long it may be used to connect; an hour when zero. It does not end a connection.</param>
    /// <param name="userId">Who connects.</param>
    /// <param name="roles">What the client may do, such as <c>webpubsub.joinLeaveGroup.{group}</c>.</param>
    /// <param name="groups">What it is a member of from the start, before it sees anything.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<Uri> GetClientAccessUriAsync(
        TimeSpan expiresAfter = default, string? userId = null, IEnumerable<string>? roles = null, IEnumerable<string>? groups = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(expiresAfter, TimeSpan.Zero);
        var grant = new ClientGrant(expiresAfter == TimeSpan.Zero ? DefaultLifetime : expiresAfter, userId, [.. roles ?? []], [.. groups ?? []]);
        var token = _key is { } key ? grant.Sign(key, _address.Client) : await GenerateTokenAsync(grant, cancellationToken);
        var client = new UriBuilder(_address.Client) { Scheme = _address.Client.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Query = $"access_token={token}" };
        return client.Uri;
    }

    private static ReadOnlyMemory<int> NotFound { get; } = new[] { 404 };

    private static string Group(string group) => $"/groups/{PubSubAddress.Segment("group", group)}";

    private static string Connection(string connectionId) => $"/connections/{PubSubAddress.Segment("connection", connectionId)}";

    private async Task<string> GenerateTokenAsync(ClientGrant grant, CancellationToken cancellationToken)
    {
        var response = await RequestAsync(RequestMethod.Post, _address.To("/:generateToken", grant.ToQuery()), default, cancellationToken);
        using var answer = JsonDocument.Parse(response.Content);
        return answer.RootElement.GetProperty("token").GetString() ?? throw new RequestFailedException(response.Status, "The answer has no token.");
    }

    private async Task<Response> SendAsync(
        string path, RequestContent content, ContentType contentType, IEnumerable<string>? excluded, string? filter, CancellationToken cancellationToken)
    {
        if (content.TryComputeLength(out var length) && length > LargestMessage)
            throw new ArgumentException($"The message takes {length} bytes; {LargestMessage} is the most.", nameof(content));
        var query = (excluded ?? []).Select(string? (one) => one).Select(one => ("excluded", one)).Append(("filter", filter));
        using var message = Message(RequestMethod.Post, _address.To(path, query));
        message.Request.Headers.Add("Content-Type", contentType.ToString());
        message.Request.Content = content;
        return await _pipeline.SendAsync(message, default, cancellationToken);
    }

    private async Task<Response<bool>> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        var response = await RequestAsync(RequestMethod.Head, _address.To(path), NotFound, cancellationToken);
        return Response.FromValue(response.Status != 404, response);
    }

    private async Task<Response> RequestAsync(RequestMethod method, Uri address, ReadOnlyMemory<int> expected, CancellationToken cancellationToken)
    {
        using var message = Message(method, address);
        if (method == RequestMethod.Put || method == RequestMethod.Post)
            message.Request.Content = RequestContent.Create(Array.Empty<byte>());
        return await _pipeline.SendAsync(message, expected, cancellationToken);
    }

    private HttpMessage Message(RequestMethod method, Uri address)
    {
        var message = _pipeline.CreateMessage(method, address);
        message.Request.Headers.Add("Accept", "application/json");
        return message;
    }
}
