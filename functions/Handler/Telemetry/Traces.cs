using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// One trace from a provider's bytes to the publish, over the hub, by W3C trace context: <c>poll</c> → <c>fold</c> → <c>publish</c>. Without a
/// listener a span is null and costs a comparison. <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> switches the export on.
/// </summary>
internal static class Traces
{
    public static readonly ActivitySource Source = new(Names.Meter);

    /// <summary>Exports to the endpoint of the settings; null where there is none.</summary>
    public static TracerProvider? Export(IConfiguration settings) =>
        settings["OTEL_EXPORTER_OTLP_ENDPOINT"] is not { Length: > 0 } endpoint
            ? null
            : Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(static resource => resource.AddService("live-view"))
                .AddSource(Names.Meter)
                .AddOtlpExporter(exporter => exporter.Endpoint = new(endpoint))
                .Build();

    /// <summary>A span that goes on from what several messages say they come from: the first is its parent, the others are linked.</summary>
    public static Activity? Continue(string name, IEnumerable<string?> parents)
    {
        if (!Source.HasListeners())
            return null;
        var contexts = parents.Select(static parent => ActivityContext.TryParse(parent, null, isRemote: true, out var context) ? context : default)
            .Where(static context => context != default).Distinct().ToArray();
        return Source.StartActivity(name, ActivityKind.Consumer, contexts.FirstOrDefault(), links: contexts.Skip(1).Select(static context => new ActivityLink(context)));
    }
}
