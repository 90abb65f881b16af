using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports.Espn;

/// <summary>
/// A scoreboard cut into the bytes of its events.
/// <code>
/// {"leagues":[…],…,"events":[ {…} , {…} , … ],…}
/// └────────── head ─────────┘ slice slice      └ tail
/// </code>
/// </summary>
/// <remarks>
/// Beside the board before it, a board is cut by comparing: what begins with the bytes of a known event ends where that event ended, because
/// an object ends itself (and where the two part inside odds or links, only those are read). Only what differs is read, so a poll that
/// brings one goal costs a comparison of 200 KB and the reading of one event; yet every byte is proven well-formed, by equality or by
/// reading, and a torn board is refused whole.
/// </remarks>
internal sealed class EspnBoard : IBoard
{
    private readonly int head;
    private readonly int tail;

    private EspnBoard(ReadOnlyMemory<byte> body, int head, int tail, ImmutableArray<Slice> slices) =>
        (Body, this.head, this.tail, Slices) = (body, head, tail, slices);

    public ReadOnlyMemory<byte> Body { get; }

    public ImmutableArray<Slice> Slices { get; }

    public int Count => Slices.Length;

    public int Before(int match) => Slices[match].Before;

    public ReadOnlyMemory<byte> Bytes(int match) => Body.Slice(Slices[match].Offset, Slices[match].Length);
    /// <summary>The match days of the league.</summary>
    public EspnCalendar Calendar { get; private init; } = EspnCalendar.None;

    public DateTimeOffset? NextDay(DateTimeOffset now) => Calendar.Next(now);

    /// <summary>Cuts a board, or says why it is none.</summary>
    public static EspnBoard? Cut(ReadOnlyMemory<byte> body, League league, EspnBoard? before, out Rejection reason, out string detail)
    {
        (reason, detail) = (Rejection.Malformed, "");
        try
        {
            var start = before is not null && body.Span.StartsWith(before.Head)
                ? before.head
                : EspnFrame.FindEvents(body.Span, out reason, out detail);
            if (start < 0)
                return null;
            var slices = Slicer.Cut(body.Span, start, before, out var end);
            var board = new EspnBoard(body, start, end, slices);
            if (before is not null && board.Head.SequenceEqual(before.Head) && board.Tail.SequenceEqual(before.Tail))
                return new(body, start, end, slices) { Calendar = before.Calendar };
            return EspnFrame.IsBoardOf(league, board.Head, board.Tail, out reason, out detail)
                ? new(body, start, end, slices) { Calendar = EspnCalendar.Read(board.Head, board.Tail) }
                : null;
        }
        catch (JsonException)
        {
            (reason, detail) = (Rejection.Malformed, RawBytes.WhatTheyLookLike(body.Span));
            return null;
        }
    }

    /// <summary>Recognises the event that the bytes begin with among those of this board, the likeliest first.</summary>
    /// <param name="bytes">The rest of a newer board.</param>
    /// <param name="guess">Which event is likely to come.</param>
    /// <param name="slice">Its length and its noise there, and which one of this board it is; its offset is for the caller to say.</param>
    public bool Recognises(ReadOnlySpan<byte> bytes, int guess, out Slice slice)
    {
        if (guess < Slices.Length && Is(guess, bytes, out slice))
            return true;
        for (var i = 0; i < Slices.Length; i++)
        {
            if (i != guess && Is(i, bytes, out slice))
                return true;
        }

        slice = default;
        return false;
    }

    private ReadOnlySpan<byte> Head => Body.Span[..head];

    private ReadOnlySpan<byte> Tail => Body.Span[tail..];

    // Only of an object is it sure that it ends where its bytes end: 12 also begins 123.
    private bool Is(int known, ReadOnlySpan<byte> bytes, out Slice slice)
    {
        slice = Slices[known];
        if (Bytes(known).Span is not [(byte)'{', ..] body)
            return false;
        var length = EspnNoise.Follow(body, slice.Noise, bytes, out var noise);
        slice = new(0, length, noise, known);
        return length >= 0;
    }
}
