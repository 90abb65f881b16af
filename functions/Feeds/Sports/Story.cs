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
    private readonly bool awaited;

    private Story(Scoreline? before, Scoreline after, Match said, Ledger ledger, bool awaited) =>
        (this.before, this.after, this.said, this.ledger, this.awaited) = (before, after, said, ledger, awaited);

    /// <summary>Tells what happened.</summary>
    /// <param name="before">How it stood; null at first sight.</param>
    /// <param name="after">How it stands.</param>
    /// <param name="said">What was said, with the rows of the log's teller only.</param>
    /// <param name="ledger">What the log has told.</param>
    /// <param name="awaited">Whether the teller of rows is somebody else, who will tell of a score in a moment.</param>
    public static IReadOnlyList<LogEntry> Between(Scoreline? before, Scoreline after, Match said, Ledger ledger, bool awaited)
    {
        var story = new Story(before, after, said, ledger, awaited);
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

    // Gives back how many points the new rows themselves told, so that they are not told again as a changed score.
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

            goals += row.Scores && edited is null ? row.Points : 0;
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
        var now = new Points(after.Home ?? 0, after.Away ?? 0);
        var old = new Points(before?.Home ?? 0, before?.Away ?? 0);
        var rows = Standing();
        if (before is null)
        {
            ledger.Told = now.With(rows);
            return;
        }

        var level = ledger.Told ?? old;
        if (now != old && (!now.Covers(old) || Was == MatchPhase.Finished))
        {
            ledger.Told = rows.Total >= now.Total ? rows.With(now) : now;
            Tell("corrected", entry => entry
                .Set("old", new CanonicalObject().Set("home", old.Home).Set("away", old.Away))
                .Set("new", new CanonicalObject().Set("home", now.Home).Set("away", now.Away)));
            return;
        }

        // Whose goal it was is the provider's attribution, own goals included: when the rows add up, they have told it.
        if (rows.Total >= now.Total || (told > 0 && told == now.Total - old.Total))
            level = level.With(rows.Total >= now.Total ? rows.With(now) : now);
        ledger.Told = level;
        if (level.Covers(now) || awaited)
            return;
        ledger.Told = level.With(now);
        if (now.Home > level.Home)
            Scored("home", now.Home - level.Home);
        if (now.Away > level.Away)
            Scored("away", now.Away - level.Away);
    }

    // The score that the rows make.
    private Points Standing()
    {
        var (home, away) = (0, 0);
        foreach (var row in said.Incidents ?? [])
        {
            if (row.Scores && row.Key.Team == PlainText.Of(said.Away.TeamId))
                away += row.Points;
            else if (row.Scores)
                home += row.Points;
        }

        return new(home, away);
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
            .Set("side", row.Key.Team == PlainText.Of(said.Home.TeamId) ? "home" : row.Key.Team == PlainText.Of(said.Away.TeamId) ? "away" : null)
            .Set("points", row.IsByPoints ? row.Points : null)
            .Set("home", row.Home)
            .Set("away", row.Away)
            .Set("period", row.Period)
            .Set("clock", row.Clock)
            .Set("half", row.Half is { } half ? SportsWire.Word(half) : null)
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
