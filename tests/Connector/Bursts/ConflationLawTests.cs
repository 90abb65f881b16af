using System.Text;
using LiveView.Connector.Bursts;
using LiveView.Connector.Exchanges;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Feeds.Market;
using LiveView.Local.Exchanges;
using LiveView.Local.Exchanges.Formats;

namespace LiveView.Connector.Tests.Bursts;

/// <summary>What is left out of a burst changes nothing: not the state after it, and not one entry of a log.</summary>
public sealed class ConflationLawTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 5, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("ssi", 1)]
    [InlineData("ssi", 2)]
    [InlineData("coinbase", 1)]
    [InlineData("binance", 1)]
    public void A_day_that_was_conflated_ends_as_one_that_was_not(string provider, ulong seed)
    {
        var frames = Frames(provider, seed);
        var (whole, conflated) = (Run(provider, frames, conflate: false), Run(provider, frames, conflate: true));
        Assert.True(conflated.Frames < whole.Frames);
        Assert.Equal(whole.Topics.Keys.Order(StringComparer.Ordinal), conflated.Topics.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, topic) in whole.Topics)
        {
            Assert.Empty(topic.Dead);
            Assert.Equal(Text(topic), Text(conflated.Topics[name]));
            Assert.Equal(topic.Entries.Select(static entry => entry.GetRawText()), conflated.Topics[name].Entries.Select(static entry => entry.GetRawText()));
        }
    }

    private static List<string> Frames(string provider, ulong seed)
    {
        Instrument[] instruments = [new("ACB", 22_900, 50, 0, seed), new("VCB", 60_500, 100, 0, seed + 9)];
        IExchangeFormat format = provider switch
        {
            "ssi" => new SsiFormat(instruments, TimeProvider.System),
            "coinbase" => new CoinbaseFormat(instruments, TimeProvider.System),
            _ => new BinanceFormat(instruments),
        };
        List<string> frames = [];
        if (provider == "binance")
            frames.AddRange(instruments.Select(static one => $$"""{"stream":"{{one.Symbol.ToLowerInvariant()}}@snapshot","data":""" + BinanceFormat.Depth(one) + "}"));
        for (var i = 0; i < 1_500; i++)
            frames.AddRange(format.Tell(instruments[i % 2], instruments[i % 2].Next(), Noon.AddMilliseconds(i * 20)));
        return frames;
    }

    private static (Dictionary<string, Topical> Topics, int Frames) Run(string provider, List<string> frames, bool conflate)
    {
        var ssi = provider == "ssi" ? new SsiExchange(new(), new HttpClient(), TimeProvider.System) : null;
        var stream = new MarketStream(provider);
        Dictionary<(Topic, string), Lane> lanes = [];
        Dictionary<string, Topical> topics = new(StringComparer.Ordinal);
        var (sequence, travelled) = (0L, 0);
        bool Take(Burst burst)
        {
            travelled += burst.Frames;
            if (!topics.TryGetValue(burst.Topic.ToString(), out var topic))
                topics[burst.Topic.ToString()] = topic = new(burst.Topic);
            topic.Take(new Delivery(RawJson.TryRead(burst.Message, out _)!, new("0", ++sequence, Noon.AddTicks(sequence))));
            return true;
        }

        for (var i = 0; i < frames.Count; i++)
        {
            foreach (var frame in ssi?.Unwrap(Encoding.UTF8.GetBytes(frames[i])) ?? [Encoding.UTF8.GetBytes(frames[i])])
            {
                foreach (var part in stream.Take(frame, out _))
                {
                    if (!lanes.TryGetValue((part.Topic, part.Target), out var lane))
                        lanes[(part.Topic, part.Target)] = lane = new(provider, part, new() { Conflate = conflate }, 1);
                    lane.Add(part, Noon);
                }
            }

            if (i % 60 == 59 || i == frames.Count - 1)
            {
                foreach (var lane in lanes.Values)
                    lane.Send(Take);
            }
        }

        return (topics, travelled);
    }

    private static string Text(Topical topic) => string.Concat(topic.Head!.State.Documents.Select(static document => $"{document.Key}={Encoding.UTF8.GetString(document.Value.Span)};"));
}
