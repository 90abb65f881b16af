namespace LiveView.Handler.Record;

/// <summary>
/// A segment as it was read. A line that is torn, that is none of ours, or that repeats a number is damage: it is passed over and counted,
/// and what the recording says is what the sound lines say.
/// </summary>
internal sealed record Segment
{
    /// <summary>The recording it is of.</summary>
    public required RecordingPart Part { get; init; }

    /// <summary>Where a replay of the segment begins.</summary>
    public required RecordingTail Start { get; init; }

    /// <summary>Where it ends.</summary>
    public required RecordingTail End { get; init; }

    /// <summary>Its first line was there.</summary>
    public required bool HasMetadata { get; init; }

    /// <summary>Another segment follows.</summary>
    public required bool IsSealed { get; init; }

    /// <summary>It ends within a line.</summary>
    public required bool IsTorn { get; init; }

    /// <summary>The records by their numbers: the line without its line feed.</summary>
    public required IReadOnlyList<(long Number, ReadOnlyMemory<byte> Line)> Records { get; init; }

    /// <summary>Lines that are damage, counted from 1, and why.</summary>
    public required IReadOnlyList<DamagedLine> Damaged { get; init; }

    /// <summary>Reads a whole segment.</summary>
    public static Segment Read(RecordingPart part, long first, ReadOnlyMemory<byte> content)
    {
        var reader = new SegmentReader(part, new() { Segment = first, Length = content.Length, Last = first - 1 });
        var rest = content;
        while (rest.Span.IndexOf((byte)'\n') is var end and >= 0)
        {
            reader.Line(rest[..end]);
            rest = rest[(end + 1)..];
        }

        if (rest.Length > 0)
            reader.Torn();
        return reader.Done(rest.Length > 0);
    }

    /// <summary>Where the recording stands just before a record of this segment.</summary>
    public RecordingTail Before(long number)
    {
        if (number == Start.Last + 1)
            return Start;
        var reader = new SegmentReader(Part, Start);
        foreach (var (_, line) in Records.TakeWhile(record => record.Number < number))
            reader.Line(line);
        return reader.Done(false).End;
    }
}

/// <summary>A line that is no record.</summary>
/// <param name="Line">Which line, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record DamagedLine(int Line, string Reason);
