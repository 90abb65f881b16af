namespace LiveView.Handler.Ingest;

/// <summary>The names of our hubs, which are also the keys of their senders.</summary>
internal static class Hubs
{
    /// <summary>Work items: ask this target now.</summary>
    public const string Polls = "polls";

    /// <summary>Raws, by topic.</summary>
    public const string Raw = "raw";
}
