using System.Collections.Immutable;
using System.Text.Json;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>
/// The values of an event that change with nearly every poll and mean nothing to us. <see cref="EspnEvent"/> reads none of them at any depth;
/// where two events differ only inside them, they say the same, and it takes no reading of the events to know it.
/// </summary>
internal static class EspnNoise
{
    /// <summary>Reads one value, its length and its noise.</summary>
    /// <exception cref="JsonException">It is torn, or no JSON.</exception>
    public static (int Length, ImmutableArray<Span> Noise) Read(ReadOnlySpan<byte> bytes)
    {
        var noise = ImmutableArray.CreateBuilder<Span>(16);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return ((int)reader.BytesConsumed, []);
        while (reader.Read() && reader.CurrentDepth > 0)
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !IsNoise(reader.ValueSpan))
                continue;
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                continue;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            noise.Add(new(start, (int)reader.BytesConsumed));
        }

        return ((int)reader.BytesConsumed, noise.DrainToImmutable());
    }

    /// <summary>
    /// Walks a known event and new bytes side by side. Where they part inside noise, the new value is read and the walk goes on behind it.
    /// </summary>
    /// <returns>The length of the event that the new bytes begin with, and its noise; −1 if it is not the known one.</returns>
    /// <exception cref="JsonException">A value is torn, or no JSON.</exception>
    public static int Follow(ReadOnlySpan<byte> known, ImmutableArray<Span> noise, ReadOnlySpan<byte> bytes, out ImmutableArray<Span> moved)
    {
        moved = noise;
        var (old, now, next) = (0, 0, 0);
        ImmutableArray<Span>.Builder? spans = null;
        while (true)
        {
            var same = known[old..].CommonPrefixLength(bytes[now..]);
            if (old + same == known.Length)
                break;
            for (; next < noise.Length && noise[next].End <= old + same; next++)
                spans?.Add(Shift(noise[next], now - old));
            if (next == noise.Length || noise[next].Start > old + same)
                return -1;
            spans ??= Copy(noise, next);
            var start = noise[next].Start + now - old;
            if (start >= bytes.Length || bytes[start] is not ((byte)'{' or (byte)'['))
                return -1; // it is another kind of value now: to be read as a whole
            var end = start + Skip(bytes[start..]);
            spans.Add(new(start, end));
            (old, now) = (noise[next].End, end);
            next++;
        }

        for (; spans is not null && next < noise.Length; next++)
            spans.Add(Shift(noise[next], now - old));
        moved = spans?.MoveToImmutable() ?? noise;
        return now + known.Length - old;
    }

    private static Span Shift(Span span, int by) => new(span.Start + by, span.End + by);

    private static ImmutableArray<Span>.Builder Copy(ImmutableArray<Span> noise, int count)
    {
        var copy = ImmutableArray.CreateBuilder<Span>(noise.Length);
        copy.AddRange(noise, count);
        return copy;
    }

    private static int Skip(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        reader.Skip();
        return (int)reader.BytesConsumed;
    }

    private static bool IsNoise(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => name.SequenceEqual("odds"u8),
        5 => name.SequenceEqual("links"u8),
        7 => name.SequenceEqual("tickets"u8) || name.SequenceEqual("leaders"u8) || name.SequenceEqual("weather"u8),
        9 => name.SequenceEqual("headlines"u8) || name.SequenceEqual("probables"u8),
        10 => name.SequenceEqual("broadcasts"u8) || name.SequenceEqual("highlights"u8) || name.SequenceEqual("pickcenter"u8),
        11 => name.SequenceEqual("probability"u8),
        13 => name.SequenceEqual("geoBroadcasts"u8),
        _ => false,
    };
}
