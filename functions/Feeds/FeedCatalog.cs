using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Feeds.Game;
using LiveView.Feeds.Market;
using LiveView.Feeds.Patients;
using LiveView.Feeds.Sports;
using LiveView.Feeds.Tv;

namespace LiveView.Feeds;

/// <summary>Every feed there is, by name. A feed that is not listed here does not exist.</summary>
public static class FeedCatalog
{
    /// <summary>The feeds by their names.</summary>
    public static FrozenDictionary<string, IFeed> All { get; } = With(SportsPolicies.Usual, PatientsPolicies.Usual);

    /// <summary>The feeds by their names, with rules for who is believed and when somebody is alerted.</summary>
    public static FrozenDictionary<string, IFeed> With(SportsPolicies sports, PatientsPolicies patients) =>
        new IFeed[] { new SportsFeed(sports), new GameFeed(), new MarketFeed(), new PatientsFeed(patients), new TvFeed() }.ToFrozenDictionary(static feed => feed.Name, StringComparer.Ordinal);
}
