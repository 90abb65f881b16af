using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace LiveView.Journey.Tests;

/// <summary>Recorded sessions of exchanges, which belong to them and lie outside the project.</summary>
internal static class SessionFile
{
    public static IEnumerable<(decimal At, string Frame)> Frames(string name)
    {
        foreach (var line in Lines(name))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0 && decimal.TryParse(line.AsSpan(0, colon), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at))
                yield return (at, line[(colon + 2)..]);
        }
    }

    /// <summary>The order books that Binance answered by REST, by symbol; none where only the socket was recorded.</summary>
    public static Dictionary<string, string> BinanceBooks() => !File.Exists(PathOf("BINANCE.http.0.0")) ? [] : Lines("BINANCE.http.0.0").Where(static line => line.Contains("depth?symbol=", StringComparison.Ordinal)).ToDictionary(
        static line => line.Split("symbol=")[1].Split('&')[0], static line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparer.Ordinal);

    /// <summary>A session of Binance with its order books as if they had come over the socket.</summary>
    public static List<string> WithBooks(IEnumerable<string> frames, IReadOnlyDictionary<string, string> books) =>
        [.. books.Select(static book => $$"""{"stream":"{{book.Key.ToLowerInvariant()}}@snapshot","data":{{book.Value}}}"""), .. frames];

    /// <summary>The last price that a session tells of each symbol, as text.</summary>
    public static Dictionary<string, string> LastPrices(string exchange, IEnumerable<string> frames)
    {
        Dictionary<string, string> last = new(StringComparer.Ordinal);
        foreach (var frame in frames.Select(static frame => JsonDocument.Parse(frame).RootElement))
        {
            if (exchange == "coinbase" && frame.TryGetProperty("price", out var price))
                last[frame.GetProperty("product_id").GetString()!] = price.GetString()!;
            else if (exchange == "binance" && frame.GetProperty("data").TryGetProperty("p", out var paid))
                last[frame.GetProperty("data").GetProperty("s").GetString()!] = paid.GetString()!;
            else if (exchange == "kraken" && frame.ValueKind == JsonValueKind.Array && frame[frame.GetArrayLength() - 2].GetString() is "trade" or "ticker")
            {
                var isTrade = frame[frame.GetArrayLength() - 2].GetString() == "trade";
                last[frame[frame.GetArrayLength() - 1].GetString()!] =
                    (isTrade ? frame[1].EnumerateArray().Last()[0] : frame[1].GetProperty("c")[0]).GetString()!;
            }
        }

        return last;
    }

    private static string[] Lines(string name)
    {
        var path = PathOf(name);
        Assert.SkipUnless(File.Exists(path), $"LIVEVIEW_FIXTURES has no market/cryptofeed/{name}.gz.");
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n');
    }

    private static string PathOf(string name) =>
        Path.Combine(Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES") ?? "", "market", "cryptofeed", $"{name}.gz");
}
