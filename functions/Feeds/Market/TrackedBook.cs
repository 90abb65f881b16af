using LiveView.Feeds.Market.Tiers;

namespace LiveView.Feeds.Market;

/// <summary>The book of an instrument whose exchange sends changes: remembered in depth, shown at its top, and honest about its gaps.</summary>
internal static class TrackedBook
{
    /// <summary>Takes in everything that one fact says. A burst opens the remembered book once: see <see cref="Finish"/>.</summary>
    public static void Take(MarketDraft draft, MarketFact fact)
    {
        var book = draft.Book ??= Book.Open(draft.Memory.Object("book"));
        switch (fact)
        {
            case MarketFact.BookWhole whole: book.Take(whole); break;
            case MarketFact.BookMoved moved when book.Take(moved) == BookVerdict.Gap: Declare(draft.Document, "sequence"); break;
            case MarketFact.Missed missed when book.IsLive:
                book.Lose();
                Declare(draft.Document, missed.Reason);
                break;
        }
    }

    /// <summary>Shows and remembers the book after a burst.</summary>
    public static void Finish(MarketDraft draft)
    {
        if (draft.Book is not { } book)
            return;
        book.Save(draft.Memory.Object("book"));
        var shown = draft.Document.Object("book");
        shown.Set("state", !book.IsLive ? "lost" : book.IsThin ? "thin" : "live");
        if (book.IsLive) // a lost book is shown as it was, and said to be lost
        {
            shown.Remove("reason");
            Depth.Show(draft.Document, book.Bids.Take(Book.Shown), book.Asks.Take(Book.Shown), null);
        }
    }

    private static void Declare(Draft document, string reason)
    {
        var shown = document.Object("book");
        shown.Set("gaps", (shown.Number("gaps") ?? 0) + 1);
        shown.Set("reason", reason);
    }
}
