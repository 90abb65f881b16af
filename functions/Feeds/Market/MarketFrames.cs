using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Feeds.Market.Binance;
using LiveView.Feeds.Market.Coinbase;
using LiveView.Feeds.Market.Kraken;
using LiveView.Feeds.Market.Ssi;

namespace LiveView.Feeds.Market;

/// <summary>The frames of one provider: what they say, and which topics they are about.</summary>
public sealed class MarketFrames
{
    private readonly IMarketProvider _provider;

    private MarketFrames(IMarketProvider provider) => _provider = provider;

    /// <summary>Every provider whose frames are known.</summary>
    public static IReadOnlyList<MarketFrames> All { get; } =
        [new(new SsiProvider()), new(new CoinbaseProvider()), new(new BinanceProvider()), new(new KrakenProvider())];

    /// <summary>The provider's name.</summary>
    public string Provider => _provider.Name;

    /// <summary>The frames of a provider.</summary>
    /// <exception cref="ArgumentException">Nobody here reads this provider.</exception>
    public static MarketFrames Of(string provider) =>
        All.FirstOrDefault(frames => frames.Provider == provider) ?? throw new ArgumentException($"Nobody here reads '{provider}'.", nameof(provider));

    /// <summary>
    /// What tells viewers that something was lost on our side of the exchange. It travels between the provider's frames, where the loss was.
    /// </summary>
    public static ReadOnlyMemory<byte> Missed(string reason) =>
        new Core.Canonical.CanonicalObject().Set("liveview", "missed").Set("reason", reason).ToBytes();

    /// <summary>
    /// A frame that could not be read, as a part that the fold refuses likewise: it then lies among the dead letters. It is no JSON perhaps, so it
    /// travels as text.
    /// </summary>
    public static MarketPart Unreadable(string provider, ReadOnlySpan<byte> frame)
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>(frame.Length + 16);
        Core.Canonical.CanonicalJson.Write(text, System.Text.Encoding.UTF8.GetString(frame));
        return new(Core.Topics.Topic.Parse($"{MarketTopics.Feed}:{provider}"), provider, "", MarketFeed.Standard[0].Spec, null, text.WrittenMemory, null);
    }

    /// <summary>The parts of a frame, one a topic and tier that it is about; none for greetings and heartbeats.</summary>
    /// <param name="frame">The provider's bytes.</param>
    /// <param name="refusal">Why it was not taken; null when it was.</param>
    public IReadOnlyList<MarketPart> Part(ReadOnlyMemory<byte> frame, out Refusal? refusal)
    {
        var reading = Read(frame, out refusal);
        return refusal is null ? Parts(reading, frame, out refusal) : [];
    }

    /// <summary>The frames of a burst, in order. A frame of Kraken is a list itself, so a single one is not told by its form: bursts begin with a list or an object.</summary>
    internal static IEnumerable<JsonElement> Of(JsonElement burst)
    {
        if (burst.ValueKind == JsonValueKind.Array && burst.GetArrayLength() > 0 && burst[0].ValueKind is JsonValueKind.Array or JsonValueKind.Object or JsonValueKind.String)
        {
            foreach (var frame in burst.EnumerateArray())
                yield return frame;
        }
        else
        {
            yield return burst;
        }
    }

    internal MarketReading Read(JsonElement frame) =>
        frame.ValueKind == JsonValueKind.Object && frame.TryGetProperty("liveview"u8, out _)
            ? MarketReading.Of(new("", "", null, new MarketFact.Missed(frame.Text("reason"u8) ?? "unknown")))
            : _provider.Read(frame);

    internal MarketReading Read(ReadOnlyMemory<byte> frame, out Refusal? refusal)
    {
        try
        {
            using var json = JsonDocument.Parse(frame);
            var reading = Read(json.RootElement);
            refusal = reading.Problem is { } problem ? new(Rejection.Malformed, problem, frame) : null;
            return reading;
        }
        catch (JsonException)
        {
            refusal = new(Rejection.Malformed, "It is not JSON.", frame);
            return MarketReading.Nothing;
        }
#pragma warning disable CA1031 // the exception is reported as the rejection Fault, with its type; the fold does the same
        catch (Exception defect)
        {
            refusal = new(Rejection.Fault, $"The provider's reader failed: {defect.GetType().Name}.", frame);
            return MarketReading.Nothing;
        }
#pragma warning restore CA1031
    }

    /// <summary>The parts of what was read.</summary>
    internal IReadOnlyList<MarketPart> Parts(in MarketReading reading, ReadOnlyMemory<byte> frame, out Refusal? refusal)
    {
        refusal = null;
        if (reading.Said.Count == 0)
            return [];
        var said = reading.Said[0]; // a frame is about one instrument
        if (said.Fact is MarketFact.BookWhole whole)
            frame = Snapshots.Cut(frame, whole);
        List<MarketPart> parts = [];
        var concerned = MarketFeed.Standard.First(tier => tier.Concerns(said.Fact)).Spec;
        var slot = reading.Slot is null ? null : $"{reading.Slot}:{said.Symbol}";
        if (MarketTopics.TryBoard(Provider, said.Exchange, out var board))
            parts.Add(new(board.Value, said.Exchange, said.Symbol, concerned, slot, frame, said.At));
        if (said.Fact is not MarketFact.Index && MarketTopics.TryInstrument(said.Exchange, said.Symbol, out var instrument))
            parts.Add(new(instrument.Value, said.Exchange, said.Symbol, concerned, slot, frame, said.At));
        if (parts.Count == 0)
            refusal = new(Rejection.NoTopic, "What it names cannot be a topic.", frame);
        return parts;
    }
}
