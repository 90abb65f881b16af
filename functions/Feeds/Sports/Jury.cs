namespace LiveView.Feeds.Sports;

/// <summary>
/// Weighs what several providers say about one match, by the policy of its league.
/// <code>
///   who is well ─▶ the policy picks a voice ─▶ is it further than what is shown? ─ yes ─▶ shown
///                                                        └ no: taken back, late or confused ─▶ shown later, or never
/// </code>
/// </summary>
/// <remarks>
/// A provider that tells less than is shown and never told more is late: it has nothing to take back, and is waited for. One that told it
/// takes it back: that is believed when a second one takes it back as well, or when it says so once more and nobody who is well stands by the
/// old score. A score that was taken back is not believed again from somebody who is late. So a value changes once for one event.
/// </remarks>
internal sealed class Jury
{
    private const long Stale = 180_000; // a match that is on says something new more often than this
    private const long Late = 180_000; // no provider is further behind
    private const long Stubborn = 60_000; // who says the same for so long against all others is not confused

    private readonly Hearing hearing;
    private readonly Saying saying;
    private readonly Voice mine;
    private readonly List<Voice> heard;

    public Jury(Hearing hearing, Saying saying, Voice mine)
    {
        (this.hearing, this.saying, this.mine) = (hearing, saying, mine);
        var well = hearing.Voices.Where(voice => !saying.IsIll(voice.Name) && !IsStale(voice)).ToList();
        heard = [.. (well.Count > 0 ? well : hearing.Voices).OrderBy(voice => saying.Rank(voice.Name)).ThenBy(static voice => voice.Name, StringComparer.Ordinal)];
    }

    /// <summary>Whether the speaker is the first of those who are well.</summary>
    public bool IsLeader => heard[0].Name == saying.Voice;

    public IReadOnlyList<Voice> Heard => heard;

    /// <summary>The voice whose score is shown from now on; null when the shown one stays.</summary>
    public Voice? Score(Points? shown)
    {
        if (PickScore(shown) is not { Points: { } points } pick)
            return null;
        if (shown is not { } known || points == known)
            return Take(pick, shown);
        var doubt = hearing.Score is { } before && before.By == pick.Name && before.Points == points ? before : new(pick.Name, points, saying.Now);
        if (Believes(pick, points, known, doubt))
            return Take(pick, shown);
        hearing.Score = doubt;
        return null;
    }

    /// <summary>The voice whose status is shown from now on; null when the shown one stays.</summary>
    public Voice? Status(MatchStatus? shown)
    {
        if (PickStatus() is not { Status: { } status } pick)
            return null;
        if (shown is null || pick.Name == hearing.StatusBy || Progress.Compare(status, shown) >= 0)
        {
            (hearing.StatusBy, hearing.Status) = (pick.Name, null);
            return pick;
        }

        hearing.Status = hearing.Status is { } before && before.By == pick.Name ? before : new(pick.Name, default, saying.Now);
        if (saying.Now - hearing.Status.Since < Late)
            return null;
        (hearing.StatusBy, hearing.Status) = (pick.Name, null);
        return pick;
    }

    private Voice Take(Voice pick, Points? shown)
    {
        hearing.Score = null;
        hearing.ScoreBy = pick.Name;
        if (shown is not { } old || pick.Points is not { } points || points.Covers(old))
            return pick;
        var ceiling = hearing.Gone is { } gone && saying.Now - gone.Since < Late ? gone.Points.With(old).With(points) : old.With(points);
        hearing.Gone = new(pick.Name, ceiling, saying.Now);
        foreach (var voice in hearing.Voices.ToList())
            hearing.Put(voice with { High = voice.Points ?? default });
        return pick;
    }

    private bool Believes(Voice pick, Points points, Points shown, Doubt doubt)
    {
        var waited = saying.Now - doubt.Since;
        var others = heard.Where(voice => voice.Name != pick.Name && voice.Points is not null).ToList();
        if (points.Covers(shown))
            return !IsEcho(pick, shown) || waited >= Stubborn || (waited > 0 && IsMeant(pick, shown, others));
        var takesBack = pick.High.Covers(shown);
        var stands = others.Exists(voice => voice.Points!.Value.Covers(shown));
        if (takesBack && !others.Exists(voice => IsLater(voice, pick) && voice.Points!.Value.Covers(shown)) && others.Exists(voice => voice.Points == points && voice.High.Covers(shown)))
            return true;
        if (stands)
            return waited >= (takesBack ? Stubborn : Late);
        if (!takesBack && shown.Covers(points))
            return waited >= Late || pick.Status?.Phase == MatchPhase.Finished;
        return waited > 0 && pick.Name == mine.Name;
    }

    // Within what was taken back a moment ago: somebody late tells how it came about, or an old board is served once more.
    private bool IsEcho(Voice voice, Points? shown) =>
        (hearing.Gone is { } gone && saying.Now - gone.Since < Late && voice.Points != shown && gone.Points.Covers(voice.Points ?? default))
        || (saying.Rules.Policy == Policy.Fastest && heard.Exists(other => IsLater(other, voice) && other.Points is { } points && !points.Covers(voice.Points ?? default)));

    // Whose clock is further has the later word.
    private static bool IsLater(Voice other, Voice voice) =>
        other.Status is { } status && voice.Status is { } behind && Progress.Compare(status, behind) > 0;

    // Whoever took it back gives it again, and nobody stands by what is shown.
    private bool IsMeant(Voice pick, Points shown, List<Voice> others) =>
        hearing.Of(hearing.Gone?.By)?.Points == pick.Points && mine.Name == hearing.Gone?.By && !others.Exists(voice => voice.Points == shown);

    private Voice? PickScore(Points? shown)
    {
        var telling = heard.Where(static voice => voice.Points is not null).ToList();
        return saying.Rules.Policy switch
        {
            Policy.FirstHealthy => telling.FirstOrDefault(),
            Policy.Majority => telling.GroupBy(static voice => voice.Points)
                .OrderByDescending(static same => same.Count()).ThenByDescending(same => same.Key == shown).FirstOrDefault()?.First(),
            Policy.Fastest => telling.OrderByDescending(voice => IsEcho(voice, shown) ? -1 : voice.Points!.Value.Total)
                .ThenByDescending(voice => voice.Name == hearing.ScoreBy).FirstOrDefault(),
        };
    }

    private Voice? PickStatus()
    {
        var telling = heard.Where(static voice => voice.Status is not null).ToList();
        return saying.Rules.Policy switch
        {
            Policy.FirstHealthy => telling.FirstOrDefault(),
            Policy.Majority => telling.GroupBy(static voice => (voice.Status!.Phase, voice.Status.Period)).MaxBy(static same => same.Count())?.First(),
            Policy.Fastest => telling.Aggregate(telling.Find(voice => voice.Name == hearing.StatusBy), static (best, voice) =>
                best is null || Progress.Compare(voice.Status!, best.Status!) > 0 ? voice : best),
        };
    }

    private bool IsStale(Voice voice) =>
        voice.Name != saying.Voice && voice.Status?.Phase == MatchPhase.Live && saying.Now - voice.At > Stale;
}
