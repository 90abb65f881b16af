using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>One event on its way to the application: CloudEvents 1.0 over HTTP in binary mode.</summary>
internal sealed record CloudEvent(string Type, string Name, string Hub, string ConnectionId, int Id, byte[] Body, string ContentType)
{
    public string? UserId { get; init; }

    public string? Subprotocol { get; init; }

    public string? State { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The request for one try; a request cannot be sent twice.</summary>
    public HttpRequestMessage ToRequest(Uri url, string origin, PubSubOptions options, string? cookies)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        Add(request, "WebHook-Request-Origin", origin);
        Add(request, "ce-specversion", "1.0");
        Add(request, "ce-awpsversion", "1.0");
        Add(request, "ce-type", Type);
        Add(request, "ce-source", $"/hubs/{Hub}/client/{ConnectionId}");
        Add(request, "ce-id", Id.ToString(CultureInfo.InvariantCulture));
        Add(request, "ce-time", options.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Add(request, "ce-signature", Signature(options.Keys, ConnectionId));
        Add(request, "ce-userId", UserId);
        Add(request, "ce-connectionId", ConnectionId);
        Add(request, "ce-hub", Hub);
        Add(request, "ce-eventName", Name);
        Add(request, "ce-subprotocol", Subprotocol);
        Add(request, "ce-connectionState", string.IsNullOrEmpty(State) ? null : State);
        Add(request, "Cookie", string.IsNullOrEmpty(cookies) ? null : cookies);
        foreach (var (key, value) in Metadata ?? new Dictionary<string, string>()) Add(request, "x-webpubsub-metadata-" + key, value);
        return request;
    }

    /// <summary>The connection id signed with each key. It does not cover the body.</summary>
    public static string Signature(IEnumerable<string> keys, string connectionId) => string.Join(
        ',',
        keys.Select(key => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(connectionId)))));

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
    }
}
