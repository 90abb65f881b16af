using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LiveView.Feeds.Sports;

/// <summary>The provider's own bytes: of one value, or of the members of it that anyone reads.</summary>
internal static class RawBytes
{
    /// <summary>A value to the byte.</summary>
    public static byte[] Of(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).ToArray();

    /// <summary>An object with only some members of another; their values are the provider's own bytes.</summary>
    public static byte[] Of(JsonElement value, params ReadOnlySpan<string> members)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, new() { SkipValidation = true }))
            Write(json, value, members);
        return output.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter json, JsonElement value, params ReadOnlySpan<string> members)
    {
        json.WriteStartObject();
        foreach (var member in members)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(member, out var found))
                continue;
            json.WritePropertyName(member);
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(found), skipInputValidation: true); // it was parsed a moment ago
        }

        json.WriteEndObject();
    }

    /// <summary>A sentence on bytes that are no JSON.</summary>
    public static string WhatTheyLookLike(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) switch
    {
        [] => "The answer is empty.",
        [(byte)'<', ..] => "The answer is a page, not JSON.",
        [0x1F, 0x8B, ..] => "The answer is compressed.",
        _ => "The answer is torn or no JSON.",
    };
}
