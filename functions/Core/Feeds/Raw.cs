using LiveView.Core.Topics;

namespace LiveView.Core.Feeds;

/// <summary>A provider's bytes about one topic, as they travel on the <c>raw</c> hub.</summary>
public sealed record Raw
{
    /// <summary>What the bytes are about.</summary>
    public required Topic Topic { get; init; }

    /// <summary>Who says it: <c>espn</c>, …</summary>
    public required string Provider { get; init; }

    /// <summary>What was asked of the provider: <c>soccer/eng.1</c>, … It says how the bytes are to be read.</summary>
    public required string Target { get; init; }

    /// <summary>
    /// Which run of the poll brought it. The runs of one target are numbered in the order in which they began, so that what an earlier run
    /// says after a later one is known to be old; null where nobody polls.
    /// </summary>
    public long? Turn { get; init; }

    /// <summary>
    /// The providers that were not well when these bytes came, as far as whoever asked knows. What they said last is not waited for; a fold
    /// knows no clock and nobody's health but by this.
    /// </summary>
    public IReadOnlyList<string> Ill { get; init; } = [];

    /// <summary>When the bytes reached us.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>The provider's own time of it, where it tells one.</summary>
    public DateTimeOffset? Source { get; init; }

    /// <summary>The provider's own bytes: one JSON value.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The W3C trace parent of the poll or push that brought it, so that an update leads back to it.</summary>
    public string? Trace { get; init; }
}
