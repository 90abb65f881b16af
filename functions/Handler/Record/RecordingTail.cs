using System.Collections.Immutable;
using LiveView.Core.Flow;

namespace LiveView.Handler.Record;

/// <summary>Where a recording stands after its last record: what the next writer must know, and nothing else. Immutable.</summary>
internal sealed record RecordingTail
{
    /// <summary>A recording that has not begun.</summary>
    public static RecordingTail Empty { get; } = new();

    /// <summary>The number of the first record of the last segment; 0 while there is none.</summary>
    public long Segment { get; init; }

    /// <summary>Where the last segment ends, in bytes.</summary>
    public long Length { get; init; }

    /// <summary>The number of the last record.</summary>
    public long Last { get; init; }

    /// <summary>The tiers, by name.</summary>
    public ImmutableSortedDictionary<string, TierTail> Tiers { get; init; } = ImmutableSortedDictionary.Create<string, TierTail>(StringComparer.Ordinal);

    /// <summary>The place of the last Raw.</summary>
    public Fence? Fence { get; init; }

    /// <summary>The tail after one more update; its number is the next one.</summary>
    /// <exception cref="FormatException">The update does not follow, or its hash does not prove it.</exception>
    public RecordingTail After(RecordedUpdate update) => this with
    {
        Last = Last + 1,
        Tiers = Tiers.SetItem(update.Tier.Name, TierTail.After(Tiers.GetValueOrDefault(update.Tier.Name), update)),
    };

    /// <summary>The tail after one more Raw.</summary>
    public RecordingTail After(Fence place) => this with { Last = Last + 1, Fence = place };

    /// <summary>The tail after a record that says what is missing; the tier it is missing of begins anew.</summary>
    public RecordingTail AfterGap(string? tier = null) => this with { Last = Last + 1, Tiers = tier is null ? Tiers : Tiers.Remove(tier) };
}
