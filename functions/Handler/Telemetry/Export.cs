using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// Sends traces and metrics by OTLP over HTTP to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (<c>http://collector:4318</c>); where that is not set nothing
/// is made, and nothing listens. <c>OTEL_METRIC_EXPORT_INTERVAL</c> is the pause between two exports of metrics, in milliseconds.
/// </summary>
internal sealed class Export : IDisposable
{
    private const int Deadline = 5_000;

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private Export(Uri endpoint, int interval)
    {
        var service = ResourceBuilder.CreateDefault().AddService("live-view");
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(service).AddSource(Names.Meter)
            .AddOtlpExporter(exporter => To(exporter, new(endpoint, "v1/traces"))).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(service).AddMeter(Names.Meter)
            .AddOtlpExporter((exporter, reader) =>
            {
                To(exporter, new(endpoint, "v1/metrics"));
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = interval;
            }).Build();
    }

    /// <summary>Begins, if the settings say where to; null otherwise.</summary>
    public static Export? Begin(IConfiguration settings) =>
        Uri.TryCreate(settings["OTEL_EXPORTER_OTLP_ENDPOINT"], UriKind.Absolute, out var endpoint)
            ? new(new(endpoint.AbsoluteUri.TrimEnd('/') + "/"), settings.GetValue("OTEL_METRIC_EXPORT_INTERVAL", 60_000))
            : null;

    /// <summary>Sends what is still here, and ends.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static void To(OtlpExporterOptions exporter, Uri address)
    {
        exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = address;
        exporter.TimeoutMilliseconds = Deadline;
    }
}
