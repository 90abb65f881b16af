using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveView.Local.Cost;

/// <summary>The same run, sent otherwise. Sizes are those of messages that are really made, not of estimates.</summary>
internal static class WhatIf
{
    /// <summary>Every update of a state carries the whole document, as if there were no patches.</summary>
    public static IReadOnlyList<SentUpdate> DeltasOff(IEnumerable<SentUpdate> sent)
    {
        Dictionary<string, JsonNode?> documents = new(StringComparer.Ordinal);
        List<SentUpdate> whole = [];
        foreach (var one in sent)
        {
            var update = JsonNode.Parse(one.Payload.Span)!.AsObject(); // an update is an object
            if ((string?)update["kind"] == "events")
            {
                whole.Add(one);
                continue;
            }

            var data = update["data"];
            documents[one.Group] = (string?)update["kind"] == "patch" ? MergePatch.Apply(documents.GetValueOrDefault(one.Group), data) : data?.DeepClone();
            update["kind"] = "state";
            update["data"] = documents[one.Group]?.DeepClone();
            whole.Add(one.Sized(Bytes(update)));
        }

        return whole;
    }

    /// <summary>What a tier says within a window goes out together, at its end: patches as one patch, entries of a log as one list.</summary>
    public static IReadOnlyList<SentUpdate> Conflated(IEnumerable<SentUpdate> sent, TimeSpan window, TimeProvider time)
    {
        List<SentUpdate> together = [];
        foreach (var tier in sent.GroupBy(static one => one.Group, StringComparer.Ordinal))
        {
            List<SentUpdate> waiting = [];
            foreach (var one in tier.OrderBy(static one => one.Timestamp))
            {
                if (waiting.Count > 0 && time.GetElapsedTime(waiting[0].Timestamp, one.Timestamp) >= window)
                {
                    together.Add(Merged(waiting));
                    waiting.Clear();
                }

                waiting.Add(one);
            }

            together.Add(Merged(waiting));
        }

        return together;
    }

    private static SentUpdate Merged(List<SentUpdate> updates)
    {
        if (updates.Count == 1)
            return updates[0];
        var last = JsonNode.Parse(updates[^1].Payload.Span)!.AsObject(); // an update is an object
        JsonNode? data = null;
        foreach (var update in updates.Select(static one => JsonNode.Parse(one.Payload.Span)!.AsObject()))
        {
            data = (string?)update["kind"] switch
            {
                "events" => new JsonArray([.. (data as JsonArray ?? []).Concat(update["data"] as JsonArray ?? []).Select(static entry => entry?.DeepClone())]),
                "patch" when data is not null => MergePatch.Compose(data, update["data"]),
                _ => update["data"]?.DeepClone(),
            };
        }

        last["data"] = data;
        return updates[^1].Sized(Bytes(last));
    }

    private static int Bytes(JsonNode update) => Encoding.UTF8.GetByteCount(update.ToJsonString(Relaxed));

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
