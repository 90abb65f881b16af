using System.Buffers;
using System.Text.Json;

namespace LiveView.Handler.Record;

/// <summary>The answers about recordings. Records stand in them as they lie in the recording, to the byte.</summary>
internal static class RecordingJson
{
    /// <summary><c>{"topic":…,"from":1,"to":2345,"segments":[1,1001,2001],"status":"recorded|stopped","reason":…,"tiers":{…}}</c>.</summary>
    public static byte[] Summary(RecordingPart part, IReadOnlyList<long> segments, Segment end, StoppedRecording? stopped) => Write(json =>
    {
        json.WriteString("topic"u8, part.Topic.ToString());
        json.WriteNumber("from"u8, segments[0]);
        json.WriteNumber("to"u8, end.End.Last);
        json.WriteStartArray("segments"u8);
        foreach (var first in segments.Where(first => first <= end.End.Last))
            json.WriteNumberValue(first);
        json.WriteEndArray();
        json.WriteString("status"u8, stopped is null ? "recorded"u8 : "stopped"u8);
        if (stopped is not null)
            json.WriteString("reason"u8, stopped.Reason);
        json.WriteStartObject("tiers"u8);
        foreach (var (name, tier) in end.End.Tiers)
        {
            json.WriteStartObject(name);
            json.WriteString("epoch"u8, tier.Position.Epoch);
            json.WriteNumber("offset"u8, tier.Position.Offset);
            json.WriteString("committed"u8, tier.Committed);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    /// <summary><c>{"topic":…,"from":…,"to":…,"bases":[Update, …],"records":[…]}</c>: a base is where a tier stands before the first record.</summary>
    public static byte[] Page(RecordingPart part, long from, long to, RecordingTail before, IEnumerable<(long Number, ReadOnlyMemory<byte> Line)> records) => Write(json =>
    {
        json.WriteString("topic"u8, part.Topic.ToString());
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, to);
        json.WriteStartArray("bases"u8);
        foreach (var (name, tier) in before.Tiers)
            json.WriteRawValue(tier.Base(part.Topic.Tier(name)).Span, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteStartArray("records"u8);
        foreach (var (_, line) in records)
            json.WriteRawValue(line.Span, skipInputValidation: true);
        json.WriteEndArray();
    });

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
