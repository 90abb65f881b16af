using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports;

/// <summary>A match that was read, or why there is none.</summary>
internal readonly record struct Reading(Match? Match, Rejection Reason, string Detail)
{
    public static Reading No(Rejection reason, string detail) => new(null, reason, detail);
}
