using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LiveView.Core.Flow;
using LiveView.Core.Wire;

namespace LiveView.Handler.Record;

/// <summary>
/// The lines of a segment, each one JSON object and a line feed. First what it is, then the records, numbered through all segments:
/// <code>
///   {"recording":1,"topic":…,"part":…,"first":1001,"started":…,"fence":{…},"bases":[Update, …]}
///   {"n":1001,"update":Update}      {"n":1002,"gap":{"tier":…,"epoch":…,"from":…,"to":…,"reason":…}}
///   {"n":17,"partition":…,"sequence":…,"enqueued":…,"sha256":…,"raw":Raw}      or "bytes" for one that has line breaks
///   {"sealed":2000}                 the last line of a segment that another one follows
/// </code>
/// </summary>
internal static class RecordLine
{
    public static byte[] Metadata(RecordingPart part, RecordingTail tail, DateTimeOffset now) => Line(json =>
    {
        json.WriteNumber("recording"u8, 1);
        json.WriteString("topic"u8, part.Topic.ToString());
        json.WriteString("part"u8, part.Name);
        json.WriteNumber("first"u8, tail.Last + 1);
        json.WriteString("started"u8, now);
        if (tail.Fence is { } fence)
        {
            json.WriteStartObject("fence"u8);
            Place(json, fence);
            json.WriteEndObject();
        }

        json.WriteStartArray("bases"u8);
        foreach (var (name, tier) in tail.Tiers)
            json.WriteRawValue(tier.Base(part.Topic.Tier(name)).Span, skipInputValidation: true);
        json.WriteEndArray();
    });

    public static byte[] Update(long number, ReadOnlyMemory<byte> update) => Line(json =>
    {
        json.WriteNumber("n"u8, number);
        json.WritePropertyName("update"u8);
        json.WriteRawValue(update.Span, skipInputValidation: true); // ours, as it was committed
    });

    public static byte[] Gap(long number, Core.Topics.Tier tier, string epoch, long from, long to, string reason) => Line(json =>
    {
        json.WriteNumber("n"u8, number);
        json.WriteStartObject("gap"u8);
        json.WriteString("tier"u8, tier.ToString());
        json.WriteString("epoch"u8, epoch);
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, to);
        json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    });

    public static byte[] Raw(long number, Fence place, ReadOnlyMemory<byte> raw) => Line(json =>
    {
        json.WriteNumber("n"u8, number);
        Place(json, place);
        if (RawJson.TryRead(raw, out _) is { } read)
            json.WriteString("sha256"u8, Convert.ToHexStringLower(SHA256.HashData(read.Body.Span))); // of the provider's bytes, by which they are found
        // A provider may break its lines; ours is one. Then its bytes are kept as they are, in base64.
        if (raw.Span.ContainsAny((byte)'\n', (byte)'\r'))
        {
            json.WriteBase64String("bytes"u8, raw.Span);
            return;
        }

        json.WritePropertyName("raw"u8);
        json.WriteRawValue(raw.Span, skipInputValidation: true); // it was read as JSON on its way here
    });

    /// <summary>Raws that were let pass while the recording was stopped.</summary>
    public static byte[] Skipped(long number, Fence place, long from, string reason) => Line(json =>
    {
        json.WriteNumber("n"u8, number);
        json.WriteStartObject("skipped"u8);
        json.WriteString("partition"u8, place.Partition);
        json.WriteNumber("from"u8, from);
        json.WriteNumber("to"u8, place.Sequence - 1);
        json.WriteString("reason"u8, reason);
        json.WriteEndObject();
    });

    public static byte[] Sealed(long last) => Line(json => json.WriteNumber("sealed"u8, last));

    /// <summary>Reads the place of a Raw, or of a fence.</summary>
    public static Fence Place(JsonElement json) => new(
        json.GetProperty("partition"u8).GetString() ?? "",
        json.GetProperty("sequence"u8).GetInt64(),
        DateTimeOffset.Parse(json.GetProperty("enqueued"u8).GetString() ?? "", CultureInfo.InvariantCulture));

    private static void Place(Utf8JsonWriter json, Fence place)
    {
        json.WriteString("partition"u8, place.Partition);
        json.WriteNumber("sequence"u8, place.Sequence);
        json.WriteString("enqueued"u8, place.Enqueued.ToString("O", CultureInfo.InvariantCulture));
    }

    private static byte[] Line(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
