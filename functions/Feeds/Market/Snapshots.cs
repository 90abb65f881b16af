using System.Buffers;
using System.Text.Json;

namespace LiveView.Feeds.Market;

/// <summary>
/// Snapshots as they travel: the best levels of each side. The whole depth of a busy pair is megabytes, more than a hub takes, and of it a
/// <see cref="Book"/> keeps far less.
/// </summary>
internal static class Snapshots
{
    /// <summary>Levels of a side that travel: more than a book keeps, so that it knows that there are others beyond its last one.</summary>
    public const int Levels = 2 * Book.Kept;

    /// <summary>The frame without the levels that no book would keep; every other byte as the exchange wrote it.</summary>
    /// <param name="frame">The provider's bytes.</param>
    /// <param name="whole">What they say.</param>
    public static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> frame, MarketFact.BookWhole whole)
    {
        var lowest = Worst(whole.Bids, static prices => prices.OrderDescending());
        var highest = Worst(whole.Asks, static prices => prices.Order());
        if (lowest is null && highest is null)
            return frame;
        var shorter = new ArrayBufferWriter<byte>();
        var reader = new Utf8JsonReader(frame.Span);
        var copied = 0;
        while (reader.Read())
        {
            if (Side(ref reader) is not { } side || !reader.Read() || reader.TokenType != JsonTokenType.StartArray)
                continue;
            shorter.Write(frame.Span[copied..(int)reader.BytesConsumed]);
            CopyLevels(ref reader, frame.Span, price => side == 'b' ? lowest is null || price >= lowest : highest is null || price <= highest, shorter);
            copied = (int)reader.TokenStartIndex;
        }

        shorter.Write(frame.Span[copied..]);
        return shorter.WrittenMemory;
    }

    // The last price that travels; null when all do.
    private static decimal? Worst(IReadOnlyList<Level> side, Func<IEnumerable<decimal>, IEnumerable<decimal>> best) =>
        side.Count <= Levels ? null : best(side.Where(static level => level.Size != 0).Select(static level => level.Price)).Cast<decimal?>().ElementAtOrDefault(Levels - 1);

    private static char? Side(ref Utf8JsonReader reader) =>
        reader.TokenType != JsonTokenType.PropertyName ? null
        : reader.ValueTextEquals("bids"u8) || reader.ValueTextEquals("bs"u8) ? 'b'
        : reader.ValueTextEquals("asks"u8) || reader.ValueTextEquals("as"u8) ? 'a'
        : null;

    // From the list's beginning to its end: each level is a list itself, its price first.
    private static void CopyLevels(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame, Func<decimal, bool> travels, ArrayBufferWriter<byte> to)
    {
        var isFirst = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Read();
            var goes = Exact.TryRead(reader.ValueSpan, out var price) && travels(price);
            while (reader.TokenType != JsonTokenType.EndArray)
            {
                reader.Skip();
                reader.Read();
            }

            if (!goes)
                continue;
            if (!isFirst)
                to.Write(","u8);
            to.Write(frame[start..(int)reader.BytesConsumed]);
            isFirst = false;
        }
    }
}
