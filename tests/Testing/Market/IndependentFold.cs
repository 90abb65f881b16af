using System.Globalization;
using System.Text.Json;

namespace LiveView.Testing.Market;

/// <summary>
/// The whole order books and the last prices of a recorded session, by the shortest way there is: every level of the file in a sorted map. It
/// shares no code with ours, knows no depth, no bursts and no state.
/// </summary>
public sealed class IndependentFold
{
    /// <summary>Every level of every book, by symbol.</summary>
    public IDictionary<string, (SortedDictionary<decimal, decimal> Bids, SortedDictionary<decimal, decimal> Asks)> Books { get; } =
        new Dictionary<string, (SortedDictionary<decimal, decimal>, SortedDictionary<decimal, decimal>)>(StringComparer.Ordinal);

    /// <summary>The last price of each symbol, as text.</summary>
    public IDictionary<string, string> Last { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Trades that were told, each once.</summary>
    public int Trades { get; private set; }

    private readonly Dictionary<string, long> _sequences = [];
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, int> _depths = [];

    /// <summary>Folds the frames of a session.</summary>
    public static IndependentFold Of(string provider, IEnumerable<string> frames)
    {
        var fold = new IndependentFold();
        var list = frames.Select(static frame => JsonDocument.Parse(frame).RootElement).ToList();
        // Changes that Binance numbers up to the snapshot are in it; the ones before it came early and count all the same.
        var snapshots = provider == "binance"
            ? list.Where(IsSnapshot).ToDictionary(static frame => Symbol(frame), static frame => frame.GetProperty("data").GetProperty("lastUpdateId").GetInt64())
            : [];
        foreach (var frame in provider == "binance" ? [.. list.Where(IsSnapshot), .. list.Where(static frame => !IsSnapshot(frame))] : list)
        {
            switch (provider)
            {
                case "coinbase": fold.Coinbase(frame); break;
                case "binance": fold.Binance(frame, snapshots); break;
                default: fold.Kraken(frame); break;
            }
        }

        return fold;
    }

    private static bool IsSnapshot(JsonElement frame) => frame.GetProperty("stream").GetString()!.EndsWith("@snapshot", StringComparison.Ordinal);

    private static string Symbol(JsonElement frame) => frame.GetProperty("stream").GetString()!.Split('@')[0].ToUpperInvariant();

    private void Coinbase(JsonElement frame)
    {
        var product = frame.TryGetProperty("product_id", out var name) ? name.GetString()! : "";
        switch (frame.GetProperty("type").GetString())
        {
            case "snapshot":
                Begin(product);
                foreach (var bid in frame.GetProperty("bids").EnumerateArray())
                    Set(product, true, bid[0].GetString()!, bid[1].GetString()!);
                foreach (var ask in frame.GetProperty("asks").EnumerateArray())
                    Set(product, false, ask[0].GetString()!, ask[1].GetString()!);
                break;
            case "l2update":
                foreach (var change in frame.GetProperty("changes").EnumerateArray())
                    Set(product, change[0].GetString() == "buy", change[1].GetString()!, change[2].GetString()!);
                break;
            case "match" or "last_match":
                Trades += _seen.Add($"{product} {frame.GetProperty("trade_id").GetRawText()}") ? 1 : 0;
                Last[product] = frame.GetProperty("price").GetString()!;
                break;
            case "ticker":
                Last[product] = frame.GetProperty("price").GetString()!;
                break;
        }
    }

    private void Binance(JsonElement frame, Dictionary<string, long> snapshots)
    {
        var (symbol, data) = (Symbol(frame), frame.GetProperty("data"));
        if (IsSnapshot(frame))
        {
            Begin(symbol);
            foreach (var bid in data.GetProperty("bids").EnumerateArray())
                Set(symbol, true, bid[0].GetString()!, bid[1].GetString()!);
            foreach (var ask in data.GetProperty("asks").EnumerateArray())
                Set(symbol, false, ask[0].GetString()!, ask[1].GetString()!);
            _sequences[symbol] = snapshots[symbol];
        }
        else if (data.TryGetProperty("U", out _))
        {
            var to = data.GetProperty("u").GetInt64();
            if (!_sequences.TryGetValue(symbol, out var seen) || to <= seen)
                return; // without its snapshot there is no book
            _sequences[symbol] = to;
            foreach (var bid in data.GetProperty("b").EnumerateArray())
                Set(symbol, true, bid[0].GetString()!, bid[1].GetString()!);
            foreach (var ask in data.GetProperty("a").EnumerateArray())
                Set(symbol, false, ask[0].GetString()!, ask[1].GetString()!);
        }
        else if (data.TryGetProperty("p", out var price))
        {
            Trades++;
            Last[symbol] = price.GetString()!;
        }
    }

    private void Kraken(JsonElement frame)
    {
        if (frame.ValueKind != JsonValueKind.Array)
            return;
        var length = frame.GetArrayLength();
        var (pair, channel) = (frame[length - 1].GetString()!, frame[length - 2].GetString()!);
        if (channel == "trade")
        {
            foreach (var trade in frame[1].EnumerateArray())
            {
                Trades++;
                Last[pair] = trade[0].GetString()!;
            }
        }
        else if (channel == "ticker")
        {
            Last[pair] = frame[1].GetProperty("c")[0].GetString()!;
        }
        else if (channel.StartsWith("book-", StringComparison.Ordinal))
        {
            if (frame[1].TryGetProperty("as", out _))
                Begin(pair);
            _depths[pair] = int.Parse(channel.AsSpan(5), CultureInfo.InvariantCulture);
            for (var i = 1; i < length - 2; i++)
            {
                foreach (var side in frame[i].EnumerateObject().Where(static side => side.Value.ValueKind == JsonValueKind.Array))
                {
                    foreach (var level in side.Value.EnumerateArray())
                        Set(pair, side.Name[0] == 'b', level[0].GetString()!, level[1].GetString()!);
                }
            }

            // What falls out of the depth is not told any more.
            while (Books[pair].Bids.Count > _depths[pair])
                Books[pair].Bids.Remove(Books[pair].Bids.First().Key);
            while (Books[pair].Asks.Count > _depths[pair])
                Books[pair].Asks.Remove(Books[pair].Asks.Last().Key);
        }
    }

    private void Begin(string symbol) => Books[symbol] = ([], []);

    private void Set(string symbol, bool bid, string price, string size)
    {
        var side = bid ? Books[symbol].Bids : Books[symbol].Asks;
        var (at, much) = (decimal.Parse(price, CultureInfo.InvariantCulture), decimal.Parse(size, CultureInfo.InvariantCulture));
        if (much == 0)
            side.Remove(at);
        else
            side[at] = much;
    }
}
