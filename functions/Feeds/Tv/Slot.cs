namespace LiveView.Feeds.Tv;

/// <summary>A programme as a guide shows it: with the bumpers after it, so that one begins when the other ends.</summary>
/// <param name="Item">The programme.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Stop">When the next one begins.</param>
internal readonly record struct Slot(Item Item, long Start, long Stop)
{
    /// <summary>How far a guide looks ahead, in milliseconds.</summary>
    public const long Day = 86_400_000;

    /// <summary>The slots from the one that is on at an instant, without end. While a bumper is on, it is the slot of the programme before.</summary>
    public static IEnumerable<Slot> From(Playout playout, long instant)
    {
        Airing? programme = null;
        foreach (var airing in playout.From(instant - Back(playout, instant)))
        {
            if (airing.Item.IsBumper)
                continue;
            if (programme is { } before && airing.Start > instant)
                yield return new(before.Item, before.Start, airing.Start);
            programme = airing;
        }
    }

    // From the bumper that is on, back to the programme that it follows.
    private static long Back(Playout playout, long instant)
    {
        var back = 0L;
        while (playout.At(instant - back) is { Item.IsBumper: true } bumper && playout.At(bumper.Start - 1) is not null)
            back = instant - bumper.Start + 1;
        return back;
    }
}
