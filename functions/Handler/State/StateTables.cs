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

    /// <summary>What viewers want to see.</summary>
    public const string Interest = "interest";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Topics, Recent, Owed, Targets, Interest];
}
