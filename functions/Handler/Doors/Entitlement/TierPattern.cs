using LiveView.Core.Topics;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>
/// Which tiers somebody may have: <c>sports:*</c>, <c>sports:nba.*</c>, <c>patients:p-1042/*</c>, <c>patients:p-1042/vitals</c>. A star stands
/// at the end of the key or for the whole tier, and for nothing else; without a tier every tier of the topics is meant. There is no pattern
/// for every feed: who may have all of them is told each.
/// </summary>
internal sealed record TierPattern
{
    private readonly string _feed;
    private readonly string _key;
    private readonly bool _isPrefix;
    private readonly string? _tier;

    private TierPattern(string feed, string key, bool isPrefix, string? tier) => (_feed, _key, _isPrefix, _tier) = (feed, key, isPrefix, tier);

    /// <summary>The feed it is about.</summary>
    public string Feed => _feed;

    /// <summary>Reads a pattern; false when it is none.</summary>
    public static bool TryParse(string? text, out TierPattern? pattern)
    {
        pattern = null;
        if (text is null || text.Split(':') is not [var feed, var rest] || rest.Split('/') is not [var key, .. { Length: <= 1 } tiers])
            return false;
        var isPrefix = key.EndsWith('*');
        var stem = isPrefix ? key[..^1] : key;
        // What stands before the star must be able to begin a name, and a tier must be one.
        if (!Topic.TryParse($"{feed}:{(stem.Length == 0 ? "a" : stem)}", out _) || (stem.Length == 0 && !isPrefix))
            return false;
        var tier = tiers is [not "*"] ? tiers[0] : null;
        if (tier is not null && !Tier.TryParse($"{feed}:a/{tier}", out _))
            return false;
        pattern = new(feed, stem, isPrefix, tier);
        return true;
    }

    /// <summary>Whether the tier is one of them.</summary>
    public bool Covers(Tier tier) => Covers(tier.Topic) && (_tier is null || _tier == tier.Name);

    /// <summary>Whether a tier of the topic is one of them.</summary>
    public bool Covers(Topic topic) =>
        topic.Feed == _feed && (_isPrefix ? topic.Key.StartsWith(_key, StringComparison.Ordinal) : topic.Key == _key);

    /// <summary>As it is written.</summary>
    public override string ToString() => $"{_feed}:{_key}{(_isPrefix ? "*" : "")}{(_tier is null ? "/*" : $"/{_tier}")}";
}
