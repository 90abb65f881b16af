namespace LiveView.Core.Topics;

/// <summary>One message on a tier, as it is committed, published and caught up. An update that would change nothing is never made.</summary>
public sealed record Update
{
    /// <summary>The tier it moves on.</summary>
    public required Tier Tier { get; init; }

    /// <summary>Where the tier stands after it.</summary>
    public required Position Position { get; init; }

    /// <summary>How <see cref="Data"/> is to be read.</summary>
    public required UpdateKind Kind { get; init; }

    /// <summary>Canonical JSON: a patch or a document (object), or the new entries (array).</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>
    /// Proves that a viewer shows what was committed: 16 hex digits of SHA-256 of the canonical document after the update;
    /// for a log, the chain over all its entries.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>When it happened, on three clocks.</summary>
    public required UpdateTimes At { get; init; }
}
