using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Handler.State;

/// <summary>The documents of a topic, packed for its head: <c>{"documents":{tier:…},"memory":{…}}</c>, Brotli.</summary>
internal static class DocumentsJson
{
    public static ReadOnlyMemory<byte> Pack(TopicState state)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(brotli, new() { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteStartObject("documents"u8);
            foreach (var (tier, document) in state.Documents)
            {
                json.WritePropertyName(tier);
                json.WriteRawValue(document.Span, skipInputValidation: true); // canonical already
            }

            json.WriteEndObject();
            json.WritePropertyName("memory"u8);
            json.WriteRawValue(state.Memory.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        return packed.ToArray();
    }

    public static (ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Documents, ReadOnlyMemory<byte> Memory) Unpack(ReadOnlyMemory<byte> bytes)
    {
        using var brotli = new BrotliStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        using var json = JsonDocument.Parse(brotli);
        var documents = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var tier in json.RootElement.GetProperty("documents"u8).EnumerateObject())
            documents[tier.Name] = Bytes(tier.Value);
        return (documents.ToImmutable(), Bytes(json.RootElement.GetProperty("memory"u8)));
    }

    private static ReadOnlyMemory<byte> Bytes(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();
}
