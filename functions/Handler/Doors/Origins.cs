namespace LiveView.Handler.Doors;

/// <summary>
/// Pages of which origins may call: our own, and those in <c>CORS_ORIGINS</c>, to the letter. A browser names the origin of the page in
/// every request that could do harm; callers that are no browser name none.
/// </summary>
internal sealed class Origins(IConfiguration settings)
{
    /// <summary>Where a page in development is served.</summary>
    public const string Usual = "http://localhost:5173";

    /// <summary>The origins besides our own.</summary>
    public IReadOnlyList<string> Allowed =>
        (settings["CORS_ORIGINS"] ?? Usual).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public bool Allows(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin || origin == Own(request) || Allowed.Contains(origin, StringComparer.Ordinal);

    // The host stands in front and says under which address it was called.
    private static string Own(HttpRequest request) =>
        $"{First(request, "X-Forwarded-Proto") ?? request.Scheme}://{First(request, "X-Forwarded-Host") ?? request.Host.ToUriComponent()}";

    private static string? First(HttpRequest request, string header) =>
        request.Headers[header].ToString() is { Length: > 0 } value ? value.Split(',', 2)[0].Trim() : null;
}
