using System.Buffers;
using System.Text.Json;
using LiveView.Core.Recovery;
using LiveView.Core.Topics;
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

    /// <summary>What is missing; the state goes with it where there is one to go on from.</summary>
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
            if (!state.IsEmpty)
            {
                writer.WritePropertyName("state"u8);
                writer.WriteRawValue(state.Span, skipInputValidation: true); // an update of ours
            }

            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    public static byte[] Sources(Tier tier, Position position, ReadOnlyMemory<byte> sources)
    {
        var json = new ArrayBufferWriter<byte>(sources.Length + 128);
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("tier"u8, tier.ToString());
            writer.WriteString("epoch"u8, position.Epoch);
            writer.WriteNumber("offset"u8, position.Offset);
            writer.WritePropertyName("sources"u8);
            writer.WriteRawValue(sources.Span, skipInputValidation: true); // as it was stored
            writer.WriteEndObject();
        }

        return json.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> Word(GapReason reason) => reason switch
    {
        GapReason.Retention => "retention"u8,
        GapReason.Epoch => "epoch"u8,
        GapReason.Ahead => "ahead"u8,
        GapReason.Lost => "lost"u8,
    };
}
