using System.Globalization;

namespace LiveView.Feeds.Market.Kraken;

/// <summary>
/// The checksum by which Kraken lets us prove a book: CRC-32 (IEEE) over price and size of the ten best asks, then the ten best bids, each
/// number's digits without the point and without leading zeros.
/// </summary>
/// <remarks>It is of the text: 0.0500 and 0.05 differ. So it also proves that our numbers kept every digit.</remarks>
internal static class KrakenChecksum
{
    private const int Levels = 10;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static i => Row((uint)i))];

    public static uint Of(IEnumerable<Level> asks, IEnumerable<Level> bids)
    {
        var crc = uint.MaxValue;
        foreach (var side in new[] { asks, bids })
        {
            foreach (var level in side.Take(Levels))
                crc = Add(Add(crc, level.Price), level.Size);
        }

        return ~crc;
    }

    private static uint Add(uint crc, decimal number)
    {
        Span<char> text = stackalloc char[32];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        var leading = true;
        foreach (var letter in text[..length])
        {
            leading &= letter is '0' or '.';
            if (!leading && letter != '.')
                crc = Table[(crc ^ letter) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint Row(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        return value;
    }
}
