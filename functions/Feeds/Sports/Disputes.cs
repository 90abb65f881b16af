using System.Globalization;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports;

/// <summary>
/// Tells in the log that providers disagree: not while one is merely late, but once it has said another score than the shown one for a minute,
/// or both say that it is over.
/// </summary>
internal static class Disputes
{
    private const long Patience = 60_000;

    public static IEnumerable<LogEntry> Between(Hearing hearing, Saying saying, IReadOnlyList<Voice> heard, Points? shown, bool finished, Ledger ledger)
    {
        if (shown is not { } score)
            yield break;
        foreach (var voice in heard)
        {
            if (hearing.Of(voice.Name) is not { Points: { } points } now)
                continue;
            if (points == score || now.Name == hearing.ScoreBy)
            {
                hearing.Put(now with { Differs = null, Named = null });
                continue;
            }

            var since = now.Differs ?? saying.Now;
            var words = string.Create(CultureInfo.InvariantCulture, $"{points.Home}-{points.Away}");
            var lasts = saying.Now - since >= Patience || (finished && now.Status?.Phase == MatchPhase.Finished);
            var tell = lasts && now.Named != words;
            hearing.Put(now with { Differs = since, Named = tell ? words : now.Named });
            if (tell)
                yield return Entry(hearing, ledger, score, now.Name, points);
        }
    }

    private static LogEntry Entry(Hearing hearing, Ledger ledger, Points shown, string by, Points said) => new(
        Scoreboard.EventsTier,
        new CanonicalObject()
            .Set("id", ledger.Next("disputed"))
            .Set("type", "disputed")
            .Set("field", "score")
            .Set("shown", Of(shown).Set("by", hearing.ScoreBy))
            .Set("said", Of(said).Set("by", by))
            .ToBytes());

    private static CanonicalObject Of(Points points) => new CanonicalObject().Set("home", points.Home).Set("away", points.Away);
}
