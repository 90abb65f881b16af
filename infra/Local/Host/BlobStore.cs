using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace LiveView.Local.Host;

/// <summary>
/// The few blob calls that the host's bookkeeping needs, signed with the account key. It is not the handler's client on purpose:
/// if both ends of a test shared code, they would be wrong together.
/// </summary>
internal sealed class BlobStore(StorageAccount account, TimeProvider time) : IDisposable
{
    private const string Version = "2021-12-02";
    private const string MetadataPrefix = "x-ms-meta-";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public async Task EnsureContainerAsync(string container, CancellationToken token)
    {
        using var answer = await SendAsync(HttpMethod.Put, $"{container}?restype=container", [], null, token);
        if (answer.StatusCode != HttpStatusCode.Conflict)
            answer.EnsureSuccessStatusCode();
    }

    public async Task<byte[]?> GetAsync(string blob, CancellationToken token)
    {
        using var answer = await SendAsync(HttpMethod.Get, Escape(blob), [], null, token);
        return IsMissing(answer) ? null : await answer.Content.ReadAsByteArrayAsync(token);
    }

    /// <summary>Null if there is no such blob. Names come back in lower case.</summary>
    public async Task<IReadOnlyDictionary<string, string>?> GetMetadataAsync(string blob, CancellationToken token)
    {
        using var answer = await SendAsync(HttpMethod.Head, Escape(blob), [], null, token);
        return IsMissing(answer) ? null : answer.Headers
            .Where(header => header.Key.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key[MetadataPrefix.Length..].ToLowerInvariant(), header => header.Value.First());
    }

    public Task PutAsync(string blob, byte[] content, CancellationToken token) => PutAsync(blob, content, [], token);

    /// <summary>Sets metadata, making an empty blob where there is none: the order of calls that the event processors use.</summary>
    public async Task PutMetadataAsync(string blob, IReadOnlyDictionary<string, string> metadata, CancellationToken token)
    {
        var headers = metadata.Select(entry => (MetadataPrefix + entry.Key, entry.Value)).ToList();
        using var answer = await SendAsync(HttpMethod.Put, $"{Escape(blob)}?comp=metadata", headers, null, token);
        if (IsMissing(answer))
            await PutAsync(blob, [], headers, token);
    }

    public void Dispose() => _http.Dispose();

    private async Task PutAsync(string blob, byte[] content, IReadOnlyList<(string, string)> headers, CancellationToken token)
    {
        using var answer = await SendAsync(HttpMethod.Put, Escape(blob), [("x-ms-blob-type", "BlockBlob"), .. headers], content, token);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, IReadOnlyList<(string Name, string Value)> headers, byte[]? body, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, $"{account.Blobs.AbsoluteUri.TrimEnd('/')}/{path}");
        if (method == HttpMethod.Put)
            request.Content = new ByteArrayContent(body ?? []);
        request.Headers.Add("x-ms-date", time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture));
        request.Headers.Add("x-ms-version", Version);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        request.Headers.Authorization = new("SharedKey", $"{account.Name}:{Sign(request)}");
        return await _http.SendAsync(request, token);
    }

    /// <summary>
    /// Verb, eleven standard headers (of which we use the length only), the x-ms headers in order, and the resource with its query.
    /// </summary>
    private string Sign(HttpRequestMessage request)
    {
        var uri = request.RequestUri ?? throw new ArgumentException("A request has an address.", nameof(request));
        var length = request.Content?.Headers.ContentLength is > 0 and var bytes ? bytes.ToString(CultureInfo.InvariantCulture) : "";
        var text = new StringBuilder($"{request.Method}\n\n\n{length}\n\n\n\n\n\n\n\n\n");
        foreach (var (name, values) in request.Headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.Ordinal)).OrderBy(header => header.Key, StringComparer.Ordinal))
            text.Append(name).Append(':').AppendJoin(',', values).Append('\n');
        text.Append('/').Append(account.Name).Append(uri.AbsolutePath);
        foreach (var parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))
            text.Append('\n').Append(Uri.UnescapeDataString(parameter).Replace('=', ':'));
        return Convert.ToBase64String(HMACSHA256.HashData(account.Key, Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool IsMissing(HttpResponseMessage answer)
    {
        if (answer.StatusCode == HttpStatusCode.NotFound)
            return true;
        answer.EnsureSuccessStatusCode();
        return false;
    }

    private static string Escape(string blob) => string.Join('/', blob.Split('/').Select(Uri.EscapeDataString));
}
