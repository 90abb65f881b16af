using LiveView.Handler.Doors;

namespace LiveView.Handler.Telemetry;

/// <summary><c>GET /api/metrics</c>: what is counted, as Prometheus text. <c>METRICS_ENABLED=false</c> closes it.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        var services = app.ServiceProvider;
        var readings = services.GetRequiredService<Readings>(); // made now, so that it hears everything from the start
        _ = services.GetRequiredService<ProcessMetrics>();
        if (services.GetRequiredService<IConfiguration>().GetValue("METRICS_ENABLED", true))
            app.MapGet("/api/metrics", () => Results.Text(PrometheusText.Write(readings.Read()), "text/plain; version=0.0.4")).WithMetadata(Door.Open);
    }
}
