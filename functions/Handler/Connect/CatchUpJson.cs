using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Flow;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary>The answers to a catch-up. Updates stand in them as they were committed, to the byte.</summary>
internal static class CatchUpJson
{
    public static byte[] Updates(IReadOnlyList<StoredUpdate> updates)
    {
        var json = new ArrayBufferWriter<byte>(64 + updates.Sum(static update => update.Bytes.Length + 1));
        json.Write("""{"answer":"updates","updates":["""u8);
        for (var i = 0; i < updates.Count; i++)
        {
            if (i > 0)
                json.Write(","u8);
            json.Write(updates[i].Bytes.Span);
        }

        json.Write("]}"u8);
        return json.WrittenSpan.ToArray();
    }

    public static byte[] State(ReadOnlyMemory<byte> state) => [.. """{"answer":"state","state":"""u8, .. state.Span, .. "}"u8];

    public static byte[] Gap(Missing missing, ReadOnlyMemory<byte> state)
    {
        var json = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("answer"u8, "gap"u8);
            writer.WriteStartObject("missing"u8);
            writer.WriteNumber("from"u8, missing.From);
            if (missing.To is { } to)
                writer.WriteNumber("to"u8, to);
            writer.WriteString("reason"u8, Word(missing.Reason));
            writer.WriteEndObject();
            writer.WritePropertyName("state"u8);
            writer.WriteRawValue(state.Span, skipInputValidation: true); // an update of ours
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    /// <summary>A tier's whole state as an update: its document, or all its kept entries. Null when entries left while they were read.</summary>
    public static async Task<ReadOnlyMemory<byte>?> StateAsync(TopicStore store, Tier tier, Head head, TierHead now, CancellationToken token)
    {
        var update = new Update
        {
            Tier = tier,
            Position = now.Position,
            Kind = now.Kind == TierKind.State ? UpdateKind.State : UpdateKind.Events,
            Data = now.Kind == TierKind.State ? head.State.Documents[tier.Name] : default,
            Hash = now.Hash,
            At = now.At,
        };
        if (now.Kind == TierKind.State)
            return UpdateJson.Write(update);
        return await CatchUpEndpoint.KeptAsync(store, tier, now.First, now.Position.Offset, token) is { } kept
            ? UpdateJson.Write(update with { Data = Entries(kept) })
            : (ReadOnlyMemory<byte>?)null; // without its type, null would become the memory of no bytes
    }

    private static byte[] Entries(IReadOnlyList<StoredUpdate> updates)
    {
        var json = new ArrayBufferWriter<byte>(1_024);
        var separator = (byte)'[';
        foreach (var update in updates)
        {
            using var document = JsonDocument.Parse(update.Bytes);
            foreach (var entry in document.RootElement.GetProperty("data"u8).EnumerateArray())
            {
                json.Write([separator]);
                json.Write(JsonMarshal.GetRawUtf8Value(entry));
                separator = (byte)',';
            }
        }

        json.Write("]"u8);
        return json.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> Word(GapReason reason) => reason switch
    {
        GapReason.Retention => "retention"u8,
        GapReason.Epoch => "epoch"u8,
        GapReason.Ahead => "ahead"u8,
    };
}
