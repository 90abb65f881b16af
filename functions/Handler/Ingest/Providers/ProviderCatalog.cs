using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Ingest.Providers;

/// <summary>Whom we know how to ask, and what the settings say about each.</summary>
internal sealed class ProviderCatalog(IEnumerable<Provider> providers, IOptionsMonitor<ProviderOptions> options)
{
    private readonly FrozenDictionary<string, Provider> _providers = providers.ToFrozenDictionary(static provider => provider.Name, StringComparer.Ordinal);

    /// <summary>Every provider there is. One whose settings name no target is not asked.</summary>
    public static IReadOnlyList<Provider> All { get; } =
        [new Espn(), new Nba(), new Nhl(), new Mlb(), new OpenLiga(), new OpenFootball()];

    /// <summary>The provider of a target's row; null for one that is not known any more.</summary>
    public Provider? Find(string name) => _providers.GetValueOrDefault(name);

    /// <summary>The settings of a provider, as they are now.</summary>
    public ProviderOptions Settings(Provider provider) => options.Get(provider.Name);

    /// <summary>The targets that the settings name, due at once.</summary>
    public IEnumerable<Target> Targets(DateTimeOffset now) =>
        from provider in _providers.Values
        from name in Names(provider)
        select new Target { Feed = provider.Feed, Provider = provider.Name, Name = name, Next = now };

    /// <summary>The keys of the other boards that tell what a target is about; of a play-by-play also its own provider's.</summary>
    public IEnumerable<string> Rivals(Target target) =>
        from provider in _providers.Values
        where (provider.Name != target.Provider || target.Topic is not null) && provider.Feed == target.Feed
        from name in Names(provider)
        let rival = new Target { Feed = provider.Feed, Provider = provider.Name, Name = name, Next = default }
        where rival.Subject == target.Subject
        select rival.Key;

    private string[] Names(Provider provider) =>
        Settings(provider).Targets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
