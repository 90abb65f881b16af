namespace LiveView.Handler.State;

/// <summary>The names of our tables, which are also the keys of their clients.</summary>
internal static class StateTables
{
    /// <summary>Heads and updates; a partition a topic.</summary>
    public const string Topics = "topics";

    /// <summary>Topics by how lately they moved; a partition a feed.</summary>
    public const string Recent = "recent";

    /// <summary>Topics with committed updates that could not be published.</summary>
    public const string Owed = "owed";

    /// <summary>What is asked of providers, and when next.</summary>
    public const string Targets = "targets";

    /// <summary>What single subjects may have; a partition a subject.</summary>
    public const string Entitlements = "entitlements";

    /// <summary>The topics that users keep at hand; a partition a user.</summary>
    public const string Favourites = "favourites";

    /// <summary>Who holds how many connections: buckets and leases.</summary>
    public const string Limits = "limits";

    /// <summary>Recordings that are open, and those that stopped.</summary>
    public const string Recordings = "recordings";

    /// <summary>What viewers want to see.</summary>
    public const string Interest = "interest";

    /// <summary>Who did what with which patient; a partition a patient.</summary>
    public const string Audit = "audit";

    /// <summary>Emergency calls that are to be made or were; a partition a patient.</summary>
    public const string Calls = "calls";

    /// <summary>Who cares for whom; a partition a patient.</summary>
    public const string Care = "care";

    /// <summary>The segments of stations, and until when they are kept; a partition a station.</summary>
    public const string Segments = "segments";

    /// <summary>Where viewers are in series; a partition a viewer.</summary>
    public const string Watch = "watch";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Topics, Recent, Owed, Targets, Interest, Entitlements, Favourites, Limits, Recordings, Audit, Calls, Care, Segments, Watch];
}
