using System.Text.Json;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Tv;

/// <summary>
/// Stations that show a catalogue by the clock. A topic is a station, <c>tv:{station}</c>. It is its own provider: its schedule follows from
/// catalogue, seed and clock; what comes from outside are catalogues, commands, and word of items that cannot be shown.
/// </summary>
/// <remarks>Tiers: <c>now</c>, what is on and the next three; <c>guide</c>, the programmes of the next hours; <c>events</c>, the log of what happened.</remarks>
public sealed class TvFeed : IFeed
{
    /// <summary>The feed's name.</summary>
    public const string Feed = "tv";

    internal const string NowTier = "now";
    internal const string GuideTier = "guide";
    internal const string EventsTier = "events";

    /// <inheritdoc/>
    public string Name => Feed;

    /// <inheritdoc/>
    public IReadOnlyList<TierSpec> Tiers { get; } = [TierSpec.State(NowTier), TierSpec.State(GuideTier), TierSpec.Log(EventsTier)];

    /// <inheritdoc/>
    public Split Split(ProviderAnswer answer, SplitMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (!Topic.TryParse($"{Feed}:{answer.Target}", out var station))
            return new() { Refusals = [new(Rejection.NoTopic, "A station has no such name.", answer.Body)], Memory = null };
        var catalogue = Brought(answer.Body, answer.Target, out var problem);
        return catalogue is null
            ? new() { Refusals = [new(Rejection.Malformed, problem, answer.Body)], Memory = null }
            : new()
            {
                Raws = [new() { Topic = station, Provider = answer.Provider, Target = answer.Target, Received = answer.Received, Body = CatalogueJson.Write(catalogue) }],
                Memory = null,
            };
    }

    /// <inheritdoc/>
    public FoldResult Fold(TopicState? state, Raw raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var station = state is null ? null : Station.Read(state);
        using var body = JsonDocument.Parse(raw.Body);
        if (raw.Provider != StationRaw.Provider)
            return StationFold.Brought(station, body.RootElement, raw.Received.ToUnixTimeMilliseconds());
        if (station is null)
            return new FoldResult.Rejected(Rejection.NoTopic, "No catalogue has made this station.");
        return raw.Target switch
        {
            StationRaw.TickTarget => StationFold.Ticked(station, StationRaw.At(body.RootElement)),
            StationRaw.CommandTarget => StationFold.Wanted(station, raw.Body),
            StationRaw.ProbeTarget => StationFold.Probed(station, body.RootElement),
            _ => new FoldResult.Rejected(Rejection.WrongDocument, "A station is told of time, of commands and of probes."),
        };
    }

    private static Catalogue? Brought(ReadOnlyMemory<byte> body, string name, out string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
                return LineupReader.IsLineup(json.RootElement) ? LineupReader.Read(json.RootElement, name, out problem) : CatalogueJson.Read(json.RootElement, out problem);
            problem = "A catalogue is an object.";
        }
        catch (JsonException)
        {
            problem = "It is no JSON.";
        }

        return null;
    }
}
