using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>
/// Tells what is new on a board.
/// 1. Slices that say what a known one said are not read. 2. The others are; what says the same as before (a number we do not show) is not
/// passed on either. 3. An event that stands twice counts once, the last time. 4. What is new gets its topic.
/// </summary>
internal sealed class BoardReader(ProviderAnswer answer, SportsTarget target, Format format, IBoard board, SportsMemory? memory)
{
    // An event that the provider no longer lists is remembered this long: a query may change for a while, a list may not grow for ever.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    private readonly Known?[] inOrder = new Known?[board.Count];
    private readonly Match?[] matches = new Match?[board.Count];
    private readonly List<Refusal> refusals = [];
    private readonly List<string> leads = [];
    private readonly Dictionary<string, int> last = new(StringComparer.Ordinal);
    private int unchanged;

    public Split Read()
    {
        for (var i = 0; i < inOrder.Length; i++)
            ReadSlice(i);
        NameTopics();
        var raws = Raws();
        FindPlays();
        var now = new SportsMemory(answer.Target, board, [.. inOrder], Remember());
        if (Suspicion.Of(now, memory, answer) is { } suspicion)
            refusals.Add(suspicion);
        return Agenda.Of(now, answer.Received) with
        {
            Raws = raws,
            Refusals = refusals,
            Unchanged = unchanged,
            Leads = leads,
            Again = now.Again,
            NextDay = board.NextDay(answer.Received),
        };
    }

    private void ReadSlice(int i)
    {
        var same = board.Before(i);
        if (memory is not null && same >= 0 && memory.InOrder[same] is { Tally.Again: false } known)
        {
            Place(i, known);
            return;
        }

        var reading = format.Read(board.Bytes(i), target);
        matches[i] = reading.Match;
        if (reading.Match is null)
            refusals.Add(new(reading.Reason, reading.Detail, board.Bytes(i)));
        Place(i, reading.Match is null ? Known.Nothing : Know(reading.Match));
    }

    private Known Know(Match match)
    {
        var known = memory?.ById.GetValueOrDefault(match.Id);
        var sides = SportsTopics.Sides(match);
        var still = known is not null && SportsTopics.IsStill(known, match, sides) ? known : null;
        var tally = (known?.Tally ?? default).After(match, answer.Received);
        return new()
        {
            Id = match.Id,
            Topic = target.Topic ?? still?.Topic,
            Sides = sides,
            Start = match.Start,
            Phase = match.Status?.Phase ?? still?.Phase ?? MatchPhase.Scheduled,
            Facts = SportsWire.Facts(match),
            Tally = tally,
            HasLead = still?.HasLead == true,
        };
    }

    private void Place(int i, Known known)
    {
        inOrder[i] = known;
        if (known == Known.Nothing)
            return;
        if (last.TryGetValue(known.Id, out var earlier))
        {
            if (board.Bytes(earlier).Span.SequenceEqual(board.Bytes(i).Span))
                unchanged++;
            else
                refusals.Add(new(Rejection.Malformed, "The event stands twice on the board; the last one counts.", board.Bytes(earlier)));
            matches[earlier] = null;
            inOrder[earlier] = null;
        }

        last[known.Id] = i;
    }

    // Of two matches of the same sides on one day, the earlier is named first, wherever they stand on the board.
    private void NameTopics()
    {
        List<(int Slice, Known Known, Match Match)> nameless = [];
        foreach (var i in last.Values)
        {
            if (inOrder[i] is { Topic: null } known && matches[i] is { } match)
                nameless.Add((i, known, match));
        }

        if (nameless.Count == 0)
            return;
        var taken = Taken();
        foreach (var (i, known, match) in nameless.OrderBy(static n => n.Known.Start).ThenBy(static n => n.Known.Id, StringComparer.Ordinal))
        {
            if (SportsTopics.Name(match, known.Sides, taken) is { } topic)
            {
                inOrder[i] = known with { Topic = topic };
                taken.Add(topic);
            }
            else
            {
                refusals.Add(new(Rejection.NoTopic, "The sides cannot be written as a topic.", board.Bytes(i)));
                inOrder[i] = Known.Nothing;
                last.Remove(known.Id);
            }
        }
    }

    private HashSet<Topic> Taken()
    {
        var absent = memory?.ById.Values.Where(known => !last.ContainsKey(known.Id)) ?? [];
        HashSet<Topic> taken = [];
        foreach (var known in inOrder.Concat(absent))
        {
            if (known?.Topic is { } topic)
                taken.Add(topic);
        }

        return taken;
    }

    private List<Raw> Raws()
    {
        List<Raw> raws = [];
        for (var i = 0; i < inOrder.Length; i++)
        {
            if (inOrder[i] is not { Topic: { } topic } known)
                continue;
            if (matches[i] is null || (SaidBefore(known) && !IsOwed(known)))
                unchanged++;
            else
                raws.Add(Raw(topic, i));
        }

        Farewells(raws);
        return raws;
    }

    // The topic of a placeholder, or of a day that a match is no longer played on, hears from the same bytes that the match has left it.
    private void Farewells(List<Raw> raws)
    {
        foreach (var i in last.Values)
        {
            if (memory?.ById.GetValueOrDefault(inOrder[i]?.Id ?? "")?.Topic is { } old && old != inOrder[i]?.Topic
                && !Array.Exists(inOrder, known => known?.Topic == old))
                raws.Add(Raw(old, i));
        }
    }

    private bool SaidBefore(Known now) =>
        memory?.ById.GetValueOrDefault(now.Id) is { } known && known.Topic == now.Topic && known.Facts.Span.SequenceEqual(now.Facts.Span);

    // A lower score was not believed yet: it is said again, even in the same words.
    private bool IsOwed(Known now) => memory?.ById.GetValueOrDefault(now.Id) is { Tally.Again: true };

    // A match that is on may be told play by play, in an answer of its own.
    private void FindPlays()
    {
        for (var i = 0; i < inOrder.Length; i++)
        {
            if (inOrder[i] is not { Topic: { } topic, HasLead: false } known || !known.Phase.IsOn || target.Game is not null
                || format.PlaysOf(target, known.Id, topic) is not { } lead)
                continue;
            leads.Add(lead);
            inOrder[i] = known with { HasLead = true };
        }
    }

    private Raw Raw(Topic topic, int i) => new()
    {
        Topic = topic,
        Provider = answer.Provider,
        Target = answer.Target,
        Received = answer.Received,
        Body = board.Bytes(i),
    };

    private Dictionary<string, Known> Remember()
    {
        var byId = new Dictionary<string, Known>(last.Count, StringComparer.Ordinal);
        foreach (var (id, i) in last)
        {
            if (inOrder[i] is { } known)
                byId[id] = known;
        }

        foreach (var known in memory?.ById.Values ?? [])
        {
            if (!last.ContainsKey(known.Id) && known.Start > answer.Received - Kept)
                byId[known.Id] = known;
        }

        return byId;
    }
}
