using System.Collections.Immutable;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tv;

/// <summary>
/// A station as it was committed: what it shows and when, and up to where that is settled. Everything that a viewer is given follows from it and a
/// clock, so it is the same after a kill and on every instance.
/// </summary>
/// <remarks>
/// Up to <see cref="Edge"/> nothing is changed any more, and nothing beyond it is listed: so no segment that a viewer has seen gets another number
/// or time, however late a command is folded. Each tick moves the edge to <see cref="Catalogue.Lead"/> after its own time.
/// </remarks>
public sealed record Station
{
    internal Station(Playout playout) => Playout = playout;

    /// <summary>How long legs are remembered after they ended: longer than any playlist or guide looks back.</summary>
    internal const long Memory = 900_000;

    /// <summary>Ids of commands that are remembered, the oldest forgotten first.</summary>
    internal const int MostCommands = 256;

    /// <summary>What it shows and when.</summary>
    internal Playout Playout { get; init; }

    /// <summary>Up to where it is settled.</summary>
    internal long Edge { get; init; }

    /// <summary>The time of the last tick.</summary>
    internal long Clock { get; init; }

    /// <summary>What is wrong with items, by path; nothing is known of those that are not named.</summary>
    internal ImmutableSortedDictionary<string, Health> Health { get; init; } = ImmutableSortedDictionary.Create<string, Health>(StringComparer.Ordinal);

    /// <summary>Ids of commands that were carried out, and at which edge.</summary>
    internal ImmutableSortedDictionary<string, long> Commands { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>What it shows, as it was brought.</summary>
    public Catalogue Catalogue => Playout.Catalogue;

    /// <summary>The station of a topic; null of a topic that is none.</summary>
    public static Station? Read(TopicState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return StationMemory.Read(state.Memory);
    }

    /// <summary>The time of the last tick.</summary>
    public DateTimeOffset Ticked => Instant.At(Clock);

    /// <summary>Whether a command was carried out, or refused, already.</summary>
    public bool HasHeard(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Commands.ContainsKey(command.Id);
    }

    /// <summary>How many programmes have begun since the last tick.</summary>
    public int Begun(DateTimeOffset now) =>
        Playout.From(Clock).TakeWhile(airing => airing.Start <= now.ToUnixTimeMilliseconds()).Count(airing => airing.Start > Clock && !airing.Item.IsBumper);

    /// <summary>Whether everything up to an instant is settled.</summary>
    public bool IsSettled(DateTimeOffset at) => at.ToUnixTimeMilliseconds() <= Edge;

    /// <summary>Whether it has been on the air at an instant.</summary>
    public bool IsOnAir(DateTimeOffset at) => at.ToUnixTimeMilliseconds() >= Playout.Legs[0].Start;

    /// <summary>The live media playlist; null while nothing has been shown.</summary>
    public MediaPlaylist? Playlist(DateTimeOffset at) => MediaPlaylist.At(Playout, Math.Min(at.ToUnixTimeMilliseconds(), Edge));

    /// <summary>The programmes of the next hours as XMLTV.</summary>
    public string Guide(string station, DateTimeOffset at) => XmlTv.Write(station, Catalogue.Title, Playout, at.ToUnixTimeMilliseconds());

    /// <summary>What is on and what comes next, each once: what is worth looking at whether it can be shown.</summary>
    public IEnumerable<Item> Soon(DateTimeOffset at, int most) =>
        Playout.From(at.ToUnixTimeMilliseconds()).Take(most).Select(static airing => airing.Item).DistinctBy(static item => item.Path);

    /// <summary>Quarantined items that are to be looked at again, and those whose last probe failed.</summary>
    public IEnumerable<Item> Doubtful(DateTimeOffset at) =>
        from doubt in Health
        where doubt.Value.Until <= at.ToUnixTimeMilliseconds() && Catalogue.Items.ContainsKey(doubt.Key)
        select Catalogue.Items[doubt.Key];

    /// <summary>How often in a row an item's probes have failed.</summary>
    public int Failures(MediaPath path) => Health.GetValueOrDefault(path.ToString()).Failures;

    /// <summary>Whether one of the catalogues that it follows has a segment of this item with this number.</summary>
    public bool Holds(MediaPath path, int index) =>
        Playout.Catalogues.Values.Any(catalogue => catalogue.Items.TryGetValue(path.ToString(), out var item) && index >= 0 && index < item.Cuts.Count);

    /// <summary>Where a viewer goes on in a series.</summary>
    public Resume? Resume(string series, int season, int episode, long position) => Tv.Resume.In(Catalogue, series, season, episode, position);
}
