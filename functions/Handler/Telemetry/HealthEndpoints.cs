using LiveView.Handler.Doors;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// <c>GET /api/health</c>, also <c>/api/healthz</c>: the process lives. <c>GET /api/ready</c>: what it needs answers, how fast, and when it last did. With
/// <c>?detail=1</c> both tell what the process uses, and the second what waits too long. None depends on a setting.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        foreach (var path in new[] { "/api/health", "/api/healthz" })
            app.MapGet(path, Health).WithMetadata(Door.Open);
        app.MapGet("/api/ready", ReadyAsync).WithMetadata(Door.Open);
    }

    private static IResult Health(string? detail, ProcessMetrics process) =>
        Results.Json(new Health("healthy", detail == "1" ? Usage.Now(process) : null), HealthJson.Default.Health);

    private static async Task<IResult> ReadyAsync(string? detail, ReadyCheck check, Watchdog watchdog, ProcessMetrics process, CancellationToken token)
    {
        var ready = await check.LookAsync(token);
        if (detail == "1") // told, not judged: an instance without it would wait no less
            ready = ready with { Waiting = watchdog.Look(), Usage = Usage.Now(process) };
        return Results.Json(
            ready, HealthJson.Default.Readiness, statusCode: ready.Status == "ready" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
