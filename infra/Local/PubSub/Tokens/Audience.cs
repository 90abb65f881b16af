namespace LiveView.Local.PubSub;

/// <summary>Whom a token is for. A host other than the request's own is fine when it is this machine or one the options name.</summary>
internal sealed class Audience(IReadOnlyList<string> extraHosts)
{
    /// <summary>Whether one of the audiences is <c>{endpoint}/client/hubs/{hub}</c>.</summary>
    public bool IsForHub(IEnumerable<string> audiences, string host, string hub) =>
        audiences.Any(audience => Uri.TryCreate(audience, UriKind.Absolute, out var uri)
            && IsHere(uri, host)
            && Same(Uri.UnescapeDataString(uri.AbsolutePath).TrimEnd('/'), "/client/hubs/" + hub));

    /// <summary>Whether one of the audiences is the request: with its query or without, encoded or decoded.</summary>
    public bool IsForRequest(IEnumerable<string> audiences, string host, string rawTarget)
    {
        var path = rawTarget.Split('?', 2)[0];
        string[] targets = [rawTarget, path, Uri.UnescapeDataString(rawTarget), Uri.UnescapeDataString(path)];
        return audiences.Any(audience => Split(audience, host) is { } target
            && (targets.Any(each => Same(each, target)) || targets.Any(each => Same(each, Uri.UnescapeDataString(target)))));
    }

    // The path and query as they were written: Uri would normalise what has to be compared.
    private string? Split(string audience, string host)
    {
        if (!Uri.TryCreate(audience, UriKind.Absolute, out var uri) || !IsHere(uri, host)) return null;
        var start = audience.IndexOf('/', audience.IndexOf("//", StringComparison.Ordinal) + 2);
        return start < 0 ? "/" : audience[start..];
    }

    private bool IsHere(Uri uri, string host) =>
        uri.Scheme is "http" or "https"
        && (uri.IsLoopback || Same(uri.Authority, host) || Same(uri.Host, host) || extraHosts.Any(extra => Same(extra, uri.Host) || Same(extra, uri.Authority)));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
