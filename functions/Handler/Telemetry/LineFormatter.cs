using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LiveView.Handler.Telemetry;

/// <summary>One event, one line, one JSON object. Every text in it goes through <see cref="Write"/>, and so through the <see cref="Redactor"/>.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    // The line is read by machines that read JSON, and stands in no page.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var json = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(json, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("time"u8, time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteString("level"u8, logEntry.LogLevel.ToString().ToLowerInvariant());
            writer.WriteString("from"u8, logEntry.Category);
            writer.WriteNumber("event"u8, logEntry.EventId.Id);
            Write(writer, "message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
                Values(writer, values);
            if (Activity.Current is { } activity)
            {
                writer.WriteString("trace"u8, activity.TraceId.ToHexString());
                writer.WriteString("span"u8, activity.SpanId.ToHexString());
            }

            if (logEntry.Exception is { } failure)
                Write(writer, "failure", failure.ToString());
            writer.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(json.WrittenSpan));
    }

    private static void Values(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            if (name != "{OriginalFormat}")
                Write(writer, JsonNamingPolicy.CamelCase.ConvertName(name), Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, string text) => writer.WriteString(name, Redactor.Clean(text));
}
