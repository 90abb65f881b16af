using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports;

/// <summary>What happened between two scorelines, as entries of the log, in the order in which it can have happened.</summary>
internal sealed class Story
{
    private readonly List<LogEntry> entries = [];
    private readonly Scoreline? before;
    private readonly Scoreline after;
    private readonly Match said;
    private readonly Ledger ledger;

    private Story(Scoreline? before, Scoreline after, Match said, Ledger ledger) =>
        (this.before, this.after, this.said, this.ledger) = (before, after, said, ledger);

    public static IReadOnlyList<LogEntry> Between(Scoreline? before, Scoreline after, Match said, Ledger ledger)
    {
        var story = new Story(before, after, said, ledger);
        story.Begin();
        story.Score(story.Rows());
        story.Pause();
        story.End();
        return story.entries;
    }

    private MatchPhase Was => before?.Phase ?? MatchPhase.Scheduled;

    private void Begin()
    {
        if (before?.Start is { } start && start != after.Start)
            Tell("rescheduled", entry => entry.Set("from", start).Set("to", after.Start));
        if (after.Phase == MatchPhase.Scheduled)
            return;
        if (after.Phase.IsOn && (Was.IsOff || Was == MatchPhase.Finished))
            Tell("resumed");
        else if (!after.Phase.IsOff && Was == MatchPhase.Scheduled)
            Tell("started");
        if (after.Phase.IsOn && before?.Period is { } period && after.Period > period)
            Tell("period-started");
    }

    // Gives back how many goals the rows themselves told, so that they are not told again as a changed score.
    private int Rows()
    {
        if (said.Incidents is not { } incidents || (incidents.Count == 0 && IsLevelWith(before)))
            return 0; // an emptied list beside the same score is a list that was not sent
        var present = incidents.ToDictionary(static row => row.Key.ToString());
        List<string> gone = [.. ledger.Standing.Where(row => !present.ContainsKey(row))];
        var goals = 0;
        List<Incident> fresh = [.. present.Where(row => !ledger.Stands(row.Key)).Select(static row => row.Value)];
        foreach (var row in fresh)
        {
            var edited = gone.Find(old => IncidentKey.Parse(old) is { } key && key.MayBe(row.Key));
            if (edited is not null)
            {
                gone.Remove(edited);
                ledger.Leave(edited);
            }

            goals += row.Scores && edited is null ? 1 : 0;
            Add(Row(ledger.Enter(row.Key.ToString()), row, edited));
        }

        foreach (var row in gone)
        {
            ledger.Leave(row);
            Tell("overturned", entry => entry.Set("of", row));
        }

        return goals;
    }

    private void Score(int told)
    {
        var (home, away) = (after.Home ?? 0, after.Away ?? 0);
        var (oldHome, oldAway) = (before?.Home ?? 0, before?.Away ?? 0);
        if (before is null || (home, away) == (oldHome, oldAway))
            return;
        if (home < oldHome || away < oldAway || Was == MatchPhase.Finished)
        {
            Tell("corrected", entry => entry
                .Set("old", new CanonicalObject().Set("home", oldHome).Set("away", oldAway))
                .Set("new", new CanonicalObject().Set("home", home).Set("away", away)));
            return;
        }

        if (told == home - oldHome + away - oldAway)
            return;
        if (home > oldHome)
            Scored("home", home - oldHome);
        if (away > oldAway)
            Scored("away", away - oldAway);
    }

    private void Scored(string side, int points) => Tell("score", entry => entry
        .Set("side", side)
        .Set("points", points)
        .Set("home", after.Home)
        .Set("away", after.Away)
        .Set("text", said.LastPlay is { Points: > 0 } play ? play.Text : null));

    private void Pause()
    {
        var sameBreak = before is { Phase: MatchPhase.Break } && before.Status == after.Status && before.Period == after.Period;
        if (after.Phase == MatchPhase.Break && !sameBreak)
        {
            Tell(after.Status switch
            {
                "halftime" or "halftime-et" => "half-time",
                "end-period" or "end-of-period" or "end-of-regulation" or "end-of-extratime" => "period-ended",
                _ => "delayed",
            });
        }
        else if (after.Phase == MatchPhase.Live && before is { Phase: MatchPhase.Break } && before.Period == after.Period)
        {
            Tell("resumed");
        }
    }

    private void End()
    {
        if (Was == after.Phase)
            return;
        if (after.Phase == MatchPhase.Finished)
            Tell("finished", entry => entry.Set("home", after.Home).Set("away", after.Away).Set("decided", after.Decided));
        else if (after.Phase.IsOff)
            Tell(after.Phase.Word);
    }

    private CanonicalObject Row(string id, Incident row, string? edited)
    {
        var entry = new CanonicalObject()
            .Set("id", id)
            .Set("type", row.Word)
            .Set("amends", edited)
            .Set("side", row.Key.Team == said.Home.TeamId ? "home" : row.Key.Team == said.Away.TeamId ? "away" : null)
            .Set("minute", row.Minute?.Played)
            .Set("added", row.Minute?.Added)
            .Set("text", row.Text);
        if (row.Players is [var first, ..])
            entry.Set("player", new CanonicalObject().Set("id", first.Id).Set("name", first.Name));
        if (row.Players is [_, var second, ..])
            entry.Set("with", new CanonicalObject().Set("id", second.Id).Set("name", second.Name));
        return entry;
    }

    private bool IsLevelWith(Scoreline? other) => other is not null && other.Home == after.Home && other.Away == after.Away;

    private void Tell(string type, Action<CanonicalObject>? more = null)
    {
        var entry = new CanonicalObject()
            .Set("id", ledger.Next(type))
            .Set("type", type)
            .Set("period", after.Period)
            .Set("clock", after.Phase.IsOn ? after.Clock : null)
            .Set("half", after.Half);
        more?.Invoke(entry);
        Add(entry);
    }

    private void Add(CanonicalObject entry) => entries.Add(new(Scoreboard.EventsTier, entry.ToBytes()));
}
