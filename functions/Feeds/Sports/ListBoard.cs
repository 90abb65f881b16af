using System.Collections.Immutable;

namespace LiveView.Feeds.Sports;

/// <summary>A board of a provider whose answers are small, or change little: the bytes of each match are kept by themselves.</summary>
internal sealed class ListBoard : IBoard
{
    private readonly ImmutableArray<byte[]> _matches;
    private readonly ImmutableArray<int> _before;

    public ListBoard(ReadOnlyMemory<byte> body, IEnumerable<byte[]> matches, IBoard? before)
    {
        Body = body;
        _matches = [.. matches];
        _before = [.. _matches.Select((match, i) => Find(match, i, before))];
    }

    public ReadOnlyMemory<byte> Body { get; }

    public int Count => _matches.Length;

    public int Before(int match) => _before[match];

    public DateTimeOffset? NextDay(DateTimeOffset now) => null;

    public ReadOnlyMemory<byte> Bytes(int match) => _matches[match];

    // Matches keep their place, as a rule.
    private static int Find(byte[] match, int guess, IBoard? before)
    {
        if (before is null)
            return -1;
        if (guess < before.Count && before.Bytes(guess).Span.SequenceEqual(match))
            return guess;
        for (var i = 0; i < before.Count; i++)
        {
            if (before.Bytes(i).Span.SequenceEqual(match))
                return i;
        }

        return -1;
    }
}
