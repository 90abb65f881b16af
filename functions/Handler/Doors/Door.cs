namespace LiveView.Handler.Doors;

/// <summary>
/// What a route asks of who comes through it. Every route under <c>/api</c> carries one; a route without is not opened at all, and a test
/// walks them.
/// </summary>
/// <param name="Who">Who may come.</param>
/// <param name="MaxBytes">The largest body, known before it is read; 0 means none is taken.</param>
/// <param name="Types">The media types of a body.</param>
internal sealed record Door(Entry Who, long MaxBytes = 0, params IReadOnlyList<string> Types)
{
    /// <summary>Anybody may come, and brings nothing.</summary>
    public static Door Open { get; } = new(Entry.Anyone);

    /// <summary>A small question in JSON, by anybody: what is asked for decides who may have it.</summary>
    public static Door Question { get; } = new(Entry.Anyone, 64 * 1024, "application/json");

    /// <summary>Somebody who proved who they are.</summary>
    public static Door Known { get; } = new(Entry.Known);

    /// <summary>An administrator.</summary>
    public static Door Administrator { get; } = new(Entry.Administrator);

    /// <summary>Another service of ours, which proves itself in its own way.</summary>
    public static Door Service(long maxBytes, params IReadOnlyList<string> types) => new(Entry.Service, maxBytes, types);
}

/// <summary>Who may come through a door.</summary>
internal enum Entry
{
    /// <summary>Anybody; but who shows a proof shows a good one.</summary>
    Anyone,

    /// <summary>A caller with a name.</summary>
    Known,

    /// <summary>A caller with the administrators' role.</summary>
    Administrator,

    /// <summary>A service that signs what it sends; its endpoint looks at the signature.</summary>
    Service,
}
