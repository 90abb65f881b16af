using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Runtime.InteropServices;

namespace LiveView.Feeds.Market;

/// <summary>
/// Reads a decimal from a number's own text and never through binary floating point. What a decimal cannot hold to the last digit is
/// refused, where <c>decimal.Parse</c> would round it in silence.
/// </summary>
internal static class Exact
{
    /// <summary>Significant digits that every decimal can hold.</summary>
    private const int MostDigits = 28;

    /// <summary>Reads <c>-12.50</c>, <c>1e-7</c>: digits are kept as they were written, trailing zeros too.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        return Fits(text) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out decimal)"/>
    public static decimal? Read(string? text)
    {
        if (text is null or { Length: > 64 })
            return null;
        Span<byte> bytes = stackalloc byte[64];
        return System.Text.Encoding.UTF8.TryGetBytes(text, bytes, out var length) && TryRead(bytes[..length], out var value) ? value : null;
    }

    /// <summary>A number, or a text that is one; null for anything else, <c>"NaN"</c> and the empty text among it.</summary>
    public static decimal? Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => TryRead(JsonMarshal.GetRawUtf8Value(json), out var number) ? number : null,
        JsonValueKind.String => TryRead(JsonMarshal.GetRawUtf8Value(json)[1..^1], out var text) ? text : null,
        _ => null,
    };

    /// <summary>A whole number of at most 64 bits, as a number or as text.</summary>
    public static long? Whole(JsonElement json)
    {
        if (json.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
            return null;
        var raw = JsonMarshal.GetRawUtf8Value(json);
        var text = json.ValueKind == JsonValueKind.String ? raw[1..^1] : raw;
        return Utf8Parser.TryParse(text, out long number, out var read) && read == text.Length ? number : null;
    }

    /// <summary>
    /// The same number without trailing zeros, for providers that write one number in several ways (<c>22950</c>, <c>22950.0</c>).
    /// </summary>
    public static decimal Plain(decimal value) => value / 1.0000000000000000000000000000m;

    private static bool Fits(ReadOnlySpan<byte> text)
    {
        var (digits, fraction, point) = (0, 0, false);
        foreach (var letter in text)
        {
            if (letter is (byte)'e' or (byte)'E')
                break;
            if (letter == (byte)'.')
                point = true;
            else if (letter is >= (byte)'0' and <= (byte)'9')
            {
                digits += digits > 0 || letter != (byte)'0' ? 1 : 0;
                fraction += point ? 1 : 0;
            }
        }

        return digits <= MostDigits && fraction + Exponent(text) <= MostDigits && text.Length > 0;
    }

    // Digits after the point that the exponent adds; a positive exponent takes some away.
    private static int Exponent(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOfAny((byte)'e', (byte)'E');
        if (at < 0)
            return 0;
        var digits = text[(at + 1)..];
        return Utf8Parser.TryParse(digits is [(byte)'+', ..] ? digits[1..] : digits, out int exponent, out _) && exponent is > -100 and < 100 ? -exponent : 1_000;
    }
}
