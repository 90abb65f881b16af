namespace LiveView.Feeds.Sports;

/// <summary>An answer cut into the bytes of its matches.</summary>
internal interface IBoard
{
    /// <summary>The whole answer.</summary>
    ReadOnlyMemory<byte> Body { get; }

    int Count { get; }

    /// <summary>Which match of the board before says the same as this one; −1 if none does.</summary>
    int Before(int match);

    /// <summary>The match day of the league that is today or comes next, where the answer tells one.</summary>
    DateTimeOffset? NextDay(DateTimeOffset now);

    /// <summary>One match: one JSON value.</summary>
    ReadOnlyMemory<byte> Bytes(int match);
}
