namespace LiveView.Feeds.Tv;

/// <summary>Something that can be shown: an episode, a film, a bumper.</summary>
public sealed record Item
{
    /// <summary>Where it lies, and what it is known by.</summary>
    public required MediaPath Path { get; init; }

    /// <summary>What a person calls it.</summary>
    public required string Title { get; init; }

    /// <summary>The title of the episode, where the item is one and it has one.</summary>
    public string? Subtitle { get; init; }

    /// <summary>What viewers follow from episode to episode.</summary>
    public string? Series { get; init; }

    /// <summary>The number of its season, from 1.</summary>
    public int? Season { get; init; }

    /// <summary>The number of the episode, from 1.</summary>
    public int? Episode { get; init; }

    /// <summary>How it is cut.</summary>
    public required Cuts Cuts { get; init; }

    /// <summary>Whether it is a short thing between two programmes.</summary>
    public bool IsBumper => Path.IsBumper;
}
