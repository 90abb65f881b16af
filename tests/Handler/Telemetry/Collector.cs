using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>An OTLP collector as small as can be: takes protobuf over HTTP and reads the names of what it was sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<byte[]> _traces = new(); // bounded by the test
    private readonly ConcurrentQueue<byte[]> _metrics = new();

    private Collector(WebApplication app)
    {
        _app = app;
        app.MapPost("/v1/traces", request => KeepAsync(request, _traces));
        app.MapPost("/v1/metrics", request => KeepAsync(request, _metrics));
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Collector> StartAsync(CancellationToken token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        await collector._app.StartAsync(token);
        return collector;
    }

    /// <summary>ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2; of a span trace_id 1, name 5.</summary>
    public IEnumerable<(string Trace, string Name)> Spans() =>
        from span in Inside(_traces, 1, 2, 2)
        let fields = Fields(span).ToLookup(static field => field.Number, static field => field.Value)
        select (Convert.ToHexStringLower(fields[1].First().Span), Encoding.UTF8.GetString(fields[5].First().Span));

    /// <summary>ExportMetricsServiceRequest: resource_metrics 1, scope_metrics 2, metrics 2; of a metric name 1.</summary>
    public IEnumerable<string> Metrics() =>
        Inside(_metrics, 1, 2, 2).Select(static metric => Encoding.UTF8.GetString(Fields(metric).First(static field => field.Number == 1).Value.Span));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task KeepAsync(HttpContext context, ConcurrentQueue<byte[]> kept)
    {
        if (context.Request.ContentType != "application/x-protobuf")
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        kept.Enqueue(body.ToArray());
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Inside(IEnumerable<byte[]> messages, params int[] path) =>
        path.Aggregate(messages.Select(static bytes => (ReadOnlyMemory<byte>)bytes), static (inside, number) =>
            inside.SelectMany(Fields).Where(field => field.Number == number).Select(static field => field.Value));

    // Protobuf: a tag (number and wire type), then what the type says; only what has a length is looked into.
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var length = (tag & 7) switch { 0 => 0, 1 => 8, 2 => (int)Varint(message.Span, ref at), 5 => 4, var type => throw new FormatException($"No such wire type: {type}.") };
            if ((tag & 7) == 0)
                Varint(message.Span, ref at);
            yield return ((int)(tag >> 3), message.Slice(at, length));
            at += length;
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        byte part;
        do
        {
            part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            shift += 7;
        }
        while (part >= 0x80);
        return value;
    }
}
