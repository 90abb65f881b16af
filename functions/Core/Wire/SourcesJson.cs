using System.Buffers;
using System.Text.Json;
using LiveView.Core.Flow;

namespace LiveView.Core.Wire;

/// <summary>
/// The sources of an update, as they are stored and told:
/// <code>[{"provider":…,"target":…,"hub":{"partition":…,"sequence":…,"enqueued":…},"received":…,"source":…,"hash":…,"trace":…}, …]</code>
/// </summary>
public static class SourcesJson
{
    /// <summary>The list's bytes.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<Source> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var buffer = new ArrayBufferWriter<byte>(64 + (sources.Count * 384));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var source in sources)
                Write(json, source);
            json.WriteEndArray();
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Source source)
    {
        json.WriteStartObject();
        json.WriteString("provider"u8, source.Provider);
        json.WriteString("target"u8, source.Target);
        json.WriteStartObject("hub"u8);
        json.WriteString("partition"u8, source.Place.Partition);
        json.WriteNumber("sequence"u8, source.Place.Sequence);
        json.WriteString("enqueued"u8, UpdateJson.Instant(source.Place.Enqueued));
        json.WriteEndObject();
        json.WriteString("received"u8, UpdateJson.Instant(source.Received));
        if (source.Told is { } told)
            json.WriteString("source"u8, UpdateJson.Instant(told));
        json.WriteString("hash"u8, source.Hash);
        if (source.Trace is { } trace)
            json.WriteString("trace"u8, trace);
        json.WriteEndObject();
    }
}
