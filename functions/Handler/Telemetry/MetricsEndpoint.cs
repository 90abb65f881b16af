using LiveView.Handler.Doors;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// <c>GET /api/metrics</c>: what is counted, as Prometheus text. With <c>METRICS_ENABLED=false</c> it is closed, and nothing is added up or said in
/// the log.
/// </summary>
internal static class MetricsEndpoint
{
    public static bool IsOn(IConfiguration settings) => settings.GetValue("METRICS_ENABLED", true);

    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        if (!IsOn(services.GetRequiredService<IConfiguration>()))
            return; // nothing listens, and counting costs a comparison
        var readings = services.GetRequiredService<Readings>(); // made now, so that it hears everything from the start
        _ = services.GetRequiredService<ProcessMetrics>();
        app.MapGet("/api/metrics", () => Results.Text(PrometheusText.Write(readings.Read()), "text/plain; version=0.0.4")).WithMetadata(Door.Open);
    }
}
