using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LiveView.Handler.Telemetry;

/// <summary>One event, one line, one JSON object; cleaned by the <see cref="Redactor"/> as a whole, so that no field is forgotten.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var json = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("time"u8, time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture));
            writer.WriteString("level"u8, logEntry.LogLevel.ToString().ToLowerInvariant());
            writer.WriteString("from"u8, logEntry.Category);
            writer.WriteNumber("event"u8, logEntry.EventId.Id);
            writer.WriteString("message"u8, logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
                Values(writer, values);
            if (Activity.Current is { } activity)
                writer.WriteString("trace"u8, activity.TraceId.ToHexString());
            if (logEntry.Exception is { } failure)
                writer.WriteString("failure"u8, failure.ToString());
            writer.WriteEndObject();
        }

        textWriter.WriteLine(Redactor.Clean(Encoding.UTF8.GetString(json.WrittenSpan)));
    }

    private static void Values(Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        foreach (var (name, value) in values)
        {
            if (name != "{OriginalFormat}")
                writer.WriteString(JsonNamingPolicy.CamelCase.ConvertName(name), Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
