using System.Text;
using System.Text.Json.Nodes;
using LiveView.Core.Recovery;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Viewers;
using LiveView.Viewer;

namespace LiveView.Simulation.Tests.Checking;

/// <content>What viewers were let in to, told and shown.</content>
internal sealed partial class Checker
{
    /// <summary>A token was given to a viewer who asked for some tiers.</summary>
    public void Negotiated(string viewer, string[] tiers, Grant grant)
    {
        foreach (var group in grant.Groups.Where(group => !tiers.Contains(group) || !IsOpen(group)))
            Report(Violation.Unauthorised, $"{viewer} was made a member of {group}");
    }

    /// <summary>A token was given to a viewer who may watch everything that was asked for.</summary>
    public void Complete(string viewer, string[] tiers, Grant grant)
    {
        if (!grant.Groups.SetEquals(tiers))
            Report(Violation.Lost, $"{viewer} asked for {tiers.Length} tiers and got {grant.Groups.Count}");
    }

    /// <summary>A viewer was let into a group for the asking.</summary>
    public void Joined(string viewer, string group)
    {
        if (!IsOpen(group))
            Report(Violation.Unauthorised, $"{viewer} joined {group}");
    }

    /// <summary>A viewer was told what it lacks.</summary>
    public void CaughtUp(string viewer, string tier, CatchUpAnswer answer)
    {
        if (!IsOpen(tier) && answer is not CatchUpAnswer.None)
            Report(Violation.Unauthorised, $"{viewer} was told about {tier}: {answer.GetType().Name}");
    }

    /// <summary>A viewer who may not was told something by a door.</summary>
    public void Told(string viewer, string what, int status)
    {
        if (status is >= 200 and < 400)
            Report(Violation.Unauthorised, $"{viewer} was told about {what}: {status}");
    }

    /// <summary>A viewer heard a message.</summary>
    public void Arrived(string viewer, IReadOnlySet<string> groups, ViewerUpdate update)
    {
        if (!groups.Contains(update.Tier))
            Report(Violation.WrongTier, $"{viewer} got {update.Tier}");
        if (!IsOpen(update.Tier))
            Report(Violation.Unauthorised, $"{viewer} got {update.Tier}");
    }

    /// <summary>A viewer shows something.</summary>
    public void Shown(SimulatedViewer viewer, Follower follower, Change change, bool isLast)
    {
        Shows++;
        var here = $"{viewer.Name} {follower.Tier} {change.Position}";
        world.Trace.Add(world.Now, viewer.Name, here);
        if (_tiers.GetValueOrDefault(follower.Tier) is not { } tier || tier.Epoch != change.Position.Epoch || change.Position.Offset > tier.Offset)
        {
            Report(Violation.Diverged, $"{here} was never committed");
            return;
        }

        var committed = tier.Updates[(int)change.Position.Offset - 1];
        if (committed.Hash != change.Hash)
            Report(Violation.Diverged, $"{here} has another hash than was committed");
        Follows(viewer, follower, change, tier, here);
        if (committed.Document is not null)
        {
            if (isLast && !committed.Is(follower.Document.Span))
                Report(Decimals(JsonNode.Parse(follower.Document.Span)).SequenceEqual(Decimals(committed.Document)) ? Violation.Diverged : Violation.DecimalChanged, $"{here} shows another document than was committed");
            return;
        }

        var entries = change.Entries.Select(static entry => Encoding.UTF8.GetString(entry.Span)).ToList();
        var expected = change.Whole ? tier.EntriesFromTo(1, change.Position.Offset).TakeLast(entries.Count) : tier.EntriesOf(change.Position.Offset);
        if (!entries.SequenceEqual(expected))
            Report(Violation.Diverged, $"{here} shows other entries than were committed");
    }

    private void Follows(SimulatedViewer viewer, Follower follower, Change change, CommittedTier tier, string here)
    {
        var last = _shown.GetValueOrDefault((viewer, follower.Tier));
        var offset = change.Position.Offset;
        _shown[(viewer, follower.Tier)] = offset;
        if (change.Missing is { } missing)
        {
            if (missing.Reason != GapReason.Retention || missing.From != last + 1 || missing.To >= tier.First)
                Report(Violation.UndeclaredGap, $"{here}: {missing} is declared missing after {last} and is kept from {tier.First} on");
        }
        else if (offset == last && !change.Whole)
            Report(Violation.Duplicated, $"{here} is shown twice");
        else if (offset < last)
            Report(Violation.Reordered, $"{here} is shown after {last}");
        else if (offset > last + 1 && !change.Whole)
            Report(Violation.UndeclaredGap, $"{here} is shown after {last}");
    }
}
