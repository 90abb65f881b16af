using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace LiveView.Feeds.Tests.Market;

/// <summary>Recorded sessions of exchanges. They belong to the exchanges and lie outside the project.</summary>
internal static class MarketRecordings
{
    /// <summary>The frames of a recording, with the time each was received.</summary>
    public static IEnumerable<(decimal At, string Frame)> Frames(string name)
    {
        foreach (var line in Lines(name))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon > 0 && decimal.TryParse(line.AsSpan(0, colon), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var at))
                yield return (at, line[(colon + 2)..]);
        }
    }

    /// <summary>The order books that Binance answered while the recording was made, each as a frame with the time it came.</summary>
    public static IEnumerable<(decimal At, string Frame)> BinanceSnapshots()
    {
        foreach (var line in Lines("BINANCE.http.0.0"))
        {
            if (line.Split("symbol=") is not [_, var asked] || line.Split(" -> ") is not [_, var answer])
                continue;
            var (at, body) = (answer[..answer.IndexOf(':', StringComparison.Ordinal)], answer[(answer.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            var symbol = asked[..asked.IndexOf('&', StringComparison.Ordinal)].ToLowerInvariant();
            yield return (decimal.Parse(at, CultureInfo.InvariantCulture), $$"""{"stream":{{JsonSerializer.Serialize($"{symbol}@snapshot")}},"data":{{body}}}""");
        }
    }

    private static string[] Lines(string name)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable("LIVEVIEW_FIXTURES") ?? "", "market", "cryptofeed", $"{name}.gz");
        Assert.SkipUnless(File.Exists(path), $"LIVEVIEW_FIXTURES has no market/cryptofeed/{name}.gz.");
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n');
    }
}
