using System.Collections.Immutable;

namespace LiveView.Feeds.Tv;

/// <summary>
/// What a station shows and when, past and to come: legs, each following a catalogue from a place on. Pure and complete: whoever has it can say
/// what every segment is without having seen the one before.
/// <code>
///   leg 0 ─ catalogue 1 from entry 0 ──────────┐ skip
///   leg 1 ─ catalogue 1 from entry 8 ──────────┴──────┐ next: a film
///   leg 2 ─ the film, then catalogue 1 from entry 9 ──┴─────────────▶
/// </code>
/// </summary>
internal sealed class Playout
{
    private readonly Timeline[] _timelines;
    private readonly (long Start, long Segments)[] _cursors; // where in its timeline each leg goes on

    public Playout(ImmutableSortedDictionary<long, Catalogue> catalogues, ImmutableArray<Leg> legs)
    {
        (Catalogues, Legs) = (catalogues, legs);
        (_timelines, _cursors) = (new Timeline[legs.Length], new (long, long)[legs.Length]);
        for (var i = 0; i < legs.Length; i++)
        {
            _timelines[i] = i > 0 && legs[i].Version == legs[i - 1].Version && legs[i].Without.SetEquals(legs[i - 1].Without)
                ? _timelines[i - 1]
                : new(catalogues[legs[i].Version], legs[i].Without);
            _cursors[i] = (_timelines[i].Start(legs[i].Cursor), _timelines[i].SegmentsBefore(legs[i].Cursor));
        }
    }

    /// <summary>The catalogues that its legs follow, by version.</summary>
    public ImmutableSortedDictionary<long, Catalogue> Catalogues { get; }

    public ImmutableArray<Leg> Legs { get; }

    /// <summary>The catalogue of what comes last.</summary>
    public Catalogue Catalogue => Catalogues[Legs[^1].Version];

    /// <summary>What is on at an instant; null before the station's first airing, or before what is remembered of it.</summary>
    public Airing? At(long instant)
    {
        var leg = Legs.Length - 1;
        while (leg >= 0 && Legs[leg].Start > instant)
            leg--;
        if (leg < 0)
            return null;
        var (plan, timeline, start) = (Legs[leg], _timelines[leg], Legs[leg].Start);
        for (var place = 0; place < plan.Queue.Length; place++)
        {
            var length = Catalogues[plan.Version][plan.Queue[place]].Cuts.Length;
            if (instant < start + length)
                return Of(leg, place);
            start += length;
        }

        var entry = timeline.At(instant - start + _cursors[leg].Start);
        return Of(leg, plan.Queue.Length + entry - plan.Cursor);
    }

    /// <summary>What follows an airing.</summary>
    public Airing Next(Airing airing) =>
        airing.Leg + 1 < Legs.Length && airing.End == Legs[airing.Leg + 1].Start ? Of(airing.Leg + 1, 0) : Of(airing.Leg, airing.Place + 1);

    /// <summary>Everything from what is on at an instant, without end; from the first airing where none is on yet.</summary>
#pragma warning disable S2190 // without end, as it says: whoever asks stops
    public IEnumerable<Airing> From(long instant)
    {
        var airing = At(instant) ?? Of(0, 0);
        while (true)
        {
            yield return airing;
            airing = Next(airing);
        }
    }
#pragma warning restore S2190

    /// <summary>The segments that end after one instant and not after another.</summary>
    public IEnumerable<Segment> Segments(long after, long until) =>
        From(after).TakeWhile(airing => airing.Start < until).SelectMany(static airing => airing.Segments())
            .Where(segment => segment.End > after && segment.End <= until);

    /// <summary>A leg that goes on with an airing of this playout as if nothing had happened; its beginning is not yet filled in.</summary>
    public Leg Continue(Airing airing)
    {
        var leg = Legs[airing.Leg];
        var shown = (int)Math.Min(airing.Place, leg.Queue.Length);
        return leg with { Queue = leg.Queue[shown..], Cursor = leg.Cursor + airing.Place - shown };
    }

    /// <summary>The same, but from where <paramref name="last"/> is cut, another plan is followed.</summary>
    /// <param name="last">What is on before.</param>
    /// <param name="at">Where one of its segments ends, or it itself.</param>
    /// <param name="plan">What is followed from there on.</param>
    public Playout Replanned(Airing last, long at, Leg plan)
    {
        var next = plan with { Start = at, Sequence = last.Sequence + last.Item.Cuts.From(at - last.Start), Ordinal = last.Ordinal + 1 };
        return new(Catalogues, [.. Legs.Where(leg => leg.Start < at), next]);
    }

    /// <summary>The same with one more catalogue.</summary>
    public Playout With(Catalogue catalogue) => new(Catalogues.SetItem(catalogue.Version, catalogue), Legs);

    /// <summary>Without the legs that ended before an instant, and the catalogues that none of the others follows.</summary>
    public Playout Since(long instant)
    {
        ImmutableArray<Leg> kept = [.. Legs.Where((_, i) => i + 1 == Legs.Length || Legs[i + 1].Start > instant)];
        var unused = Catalogues.Keys.Where(version => kept.All(leg => leg.Version != version)).ToList();
        return kept.Length == Legs.Length && unused.Count == 0 ? this : new(Catalogues.RemoveRange(unused), kept);
    }

    /// <summary>The lap of the timeline in which an airing stands, or after which it was put in.</summary>
    public long Lap(Airing airing)
    {
        var (leg, timeline) = (Legs[airing.Leg], _timelines[airing.Leg]);
        return (leg.Cursor + Math.Max(0, airing.Place - leg.Queue.Length)) / timeline.Entries;
    }

    private Airing Of(int leg, long place)
    {
        var (plan, timeline) = (Legs[leg], _timelines[leg]);
        var (start, sequence, asked) = (plan.Start, plan.Sequence, (int)Math.Min(place, plan.Queue.Length));
        foreach (var path in plan.Queue.AsSpan(0, asked))
        {
            var cuts = Catalogues[plan.Version][path].Cuts;
            (start, sequence) = (start + cuts.Length, sequence + cuts.Count);
        }

        var entry = plan.Cursor + place - asked;
        if (place >= plan.Queue.Length)
            (start, sequence) = (start + timeline.Start(entry) - _cursors[leg].Start, sequence + timeline.SegmentsBefore(entry) - _cursors[leg].Segments);
        var item = place < plan.Queue.Length ? Catalogues[plan.Version][plan.Queue[asked]] : timeline[entry];
        var end = start + item.Cuts.Length;
        var limit = leg + 1 < Legs.Length ? Legs[leg + 1].Start : long.MaxValue;
        return new(item, start, Math.Min(end, limit), sequence, plan.Ordinal + place, leg, place);
    }
}
