namespace LiveView.Viewer;

/// <summary>What a viewer makes of an update, by where it stands.</summary>
public enum Verdict
{
    /// <summary>The very next one: it is shown.</summary>
    Next,

    /// <summary>Shown before: it is dropped.</summary>
    Known,

    /// <summary>Something before it has not been seen: it is held, and the server is asked.</summary>
    Ahead,
}
