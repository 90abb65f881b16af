namespace LiveView.Handler.Ingest;

/// <summary>How closely anyone looks at a target. It is the tier of the interval: 1, 1.5 or 3.</summary>
internal enum Attention
{
    /// <summary>Nobody looks: it is not asked.</summary>
    None,

    /// <summary>Somebody has the list open, or looks at a topic that is over: × 3.</summary>
    Listed,

    /// <summary>Its state is owed whoever looks, or somebody waits for a topic of its feed that has not begun to exist: × 1.5.</summary>
    Awaited,

    /// <summary>Somebody watches a topic of it: × 1.</summary>
    Watched,
}
