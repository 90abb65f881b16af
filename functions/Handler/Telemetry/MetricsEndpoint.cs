using System.Globalization;
using System.Text;
using LiveView.Handler.Doors;

namespace LiveView.Handler.Telemetry;

/// <summary><c>GET /api/metrics</c>: what is counted, as Prometheus text.</summary>
internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        var readings = app.ServiceProvider.GetRequiredService<Readings>(); // made now, so that it hears everything from the start
        app.MapGet("/api/metrics", () => Results.Text(Text(readings), "text/plain; version=0.0.4")).WithMetadata(Door.Open);
    }

    private static string Text(Readings readings)
    {
        var text = new StringBuilder();
        foreach (var instrument in readings.Read().GroupBy(static line => line.Series.Instrument).OrderBy(static group => group.Key.Name, StringComparer.Ordinal))
        {
            var name = instrument.Key.Name.Replace('.', '_');
            var isSummary = instrument.Key.Unit == "s";
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Key.Description}\n");
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {(isSummary ? "summary" : "counter")}\n");
            foreach (var ((_, labels), count, total) in instrument.OrderBy(static line => line.Series.Labels, StringComparer.Ordinal))
            {
                var set = labels.Length == 0 ? "" : $"{{{labels}}}";
                if (isSummary)
                    text.Append(CultureInfo.InvariantCulture, $"{name}_sum{set} {total}\n{name}_count{set} {count}\n");
                else
                    text.Append(CultureInfo.InvariantCulture, $"{name}{set} {total}\n");
            }
        }

        return text.ToString();
    }
}
