using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace LiveView.Local.PubSub;

/// <summary>
/// One call, taken apart from its raw target: the framework's path has <c>%2F</c> and <c>%25</c> decoded unequally, and names may contain
/// both.
/// </summary>
internal sealed class RestCall
{
    private const string Root = "/api/hubs/";

    private readonly Dictionary<string, StringValues> query;

    private RestCall(HttpContext http, string target)
    {
        Http = http;
        Target = target;
        var parts = target.Split('?', 2);
        var segments = parts[0][Root.Length..].Split('/').Select(Uri.UnescapeDataString).ToArray();
        HubName = segments[0];
        Segments = segments[1..];
        query = QueryHelpers.ParseQuery(parts.Length == 2 ? parts[1] : "");
    }

    public HttpContext Http { get; }

    /// <summary>Path and query as they came.</summary>
    public string Target { get; }

    public string HubName { get; }

    /// <summary>What follows the hub, decoded.</summary>
    public string[] Segments { get; }

    public string Method => Http.Request.Method;

    public string Host => Http.Request.Host.Value ?? "localhost";

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The call; null when the target is no hub's.</summary>
    public static RestCall? Read(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        // A proxy may send the absolute form.
        if (target.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(target, UriKind.Absolute, out var uri)) target = uri.PathAndQuery;
        return target.StartsWith(Root, StringComparison.OrdinalIgnoreCase) ? new RestCall(http, target) : null;
    }

    public string? Parameter(string name) => query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>A repeated parameter.</summary>
    public HashSet<string> Parameters(string name) => query.TryGetValue(name, out var values) ? [.. values.OfType<string>()] : [];

    /// <summary>A whole number between two bounds; null when it is absent.</summary>
    /// <exception cref="RestException">It is no such number.</exception>
    public int? Number(string name, int least, int most)
    {
        if (Parameter(name) is not { } text) return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new RestException($"The value of '{name}' must be a whole number from {least} to {most}.");
    }
}
