using System.Buffers;
using System.Text.Json;

namespace LiveView.Core.Canonical;

/// <summary>
/// The one form in which a document is stored, compared, hashed and sent: RFC 8785 over a smaller JSON, that of objects, strings,
/// booleans and integers in the 53-bit range.
/// </summary>
/// <remarks>
/// No null (a merge patch uses it for removal), no array (a patch would repeat it whole: use a map keyed by id), no fraction
/// (decimals travel as text). Because the form is unique, equal documents are equal bytes.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>The largest integer that survives a JavaScript number: 2^53 − 1.</summary>
    public const long MaxInteger = 9_007_199_254_740_991;

    /// <summary>The empty document.</summary>
    public static ReadOnlyMemory<byte> Empty { get; } = "{}"u8.ToArray();

    /// <summary>Brings a document into canonical form.</summary>
    /// <exception cref="FormatException">It is not an object, or holds null, an array, a fraction, a large integer or a name twice.</exception>
    public static byte[] Of(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
            throw new FormatException($"A canonical document is an object, not {document.ValueKind}.");
        var buffer = new ArrayBufferWriter<byte>(512);
        Write(buffer, document);
        return buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc cref="Of(JsonElement)"/>
    public static byte[] Of(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <summary>Writes a text in canonical form, quotes and all.</summary>
    public static void Write(IBufferWriter<byte> output, string text) => CanonicalText.Write(output, text);

    internal static void Write(IBufferWriter<byte> output, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: WriteObject(output, value); break;
            case JsonValueKind.String: CanonicalText.Write(output, value.GetString() ?? ""); break;
            case JsonValueKind.True: output.Write("true"u8); break;
            case JsonValueKind.False: output.Write("false"u8); break;
            case JsonValueKind.Number when value.TryGetInt64(out var n) && n is >= -MaxInteger and <= MaxInteger:
                CanonicalText.Write(output, n);
                break;
            case JsonValueKind.Number:
                throw new FormatException($"A number is an integer of at most 53 bits, not {value.GetRawText()}: decimals travel as text.");
            case JsonValueKind.Array or JsonValueKind.Null or JsonValueKind.Undefined:
                throw new FormatException($"A canonical document holds no {value.ValueKind}.");
            default: throw new FormatException($"Unknown kind of value: {value.ValueKind}.");
        }
    }

    private static void WriteObject(IBufferWriter<byte> output, JsonElement value)
    {
        JsonProperty[] members = [.. value.EnumerateObject()];
        Array.Sort(members, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        output.Write("{"u8);
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0 && members[i].Name == members[i - 1].Name)
                throw new FormatException($"The member '{members[i].Name}' stands twice.");
            if (i > 0)
                output.Write(","u8);
            CanonicalText.Write(output, members[i].Name);
            output.Write(":"u8);
            Write(output, members[i].Value);
        }

        output.Write("}"u8);
    }
}
