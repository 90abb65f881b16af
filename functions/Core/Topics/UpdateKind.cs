namespace LiveView.Core.Topics;

/// <summary>How an update's data is to be read.</summary>
public enum UpdateKind
{
    /// <summary>A JSON merge patch (RFC 7396) on the document one offset before.</summary>
    Patch,

    /// <summary>The whole document.</summary>
    State,

    /// <summary>Entries to append, in order.</summary>
    Events,
}
