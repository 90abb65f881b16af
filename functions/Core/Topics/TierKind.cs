namespace LiveView.Core.Topics;

/// <summary>What a viewer of a tier may expect of its history.</summary>
public enum TierKind
{
    /// <summary>A document; the latest version matters and versions between may be skipped.</summary>
    State,

    /// <summary>An append-only list of entries; each one matters.</summary>
    Log,
}
