using LiveView.Core.Feeds;

namespace LiveView.Feeds.Sports;

/// <summary>How soon a board is worth another look.</summary>
internal static class Agenda
{
    private static readonly TimeSpan Soon = TimeSpan.FromHours(1);
    private static readonly TimeSpan Overdue = TimeSpan.FromHours(6); // later than this nobody waits at the door any more

    /// <summary>An answer that brings nothing, with the phase and the next start of what the last board named.</summary>
    public static Split Of(SportsMemory? memory, DateTimeOffset now)
    {
        Phase? urgent = null;
        DateTimeOffset? next = null;
        if (memory is not null)
        {
            // A list that came empty says nothing about what was on; what is remembered does.
            foreach (var match in memory.InOrder.Length > 0 ? memory.InOrder : memory.ById.Values)
            {
                if (match?.Topic is null)
                    continue;
                var phase = PhaseOf(match, now);
                urgent = urgent is null || phase < urgent ? phase : urgent;
                if (match.Phase == MatchPhase.Scheduled && match.Start > now && (next is null || match.Start < next))
                    next = match.Start;
            }
        }

        return new() { Memory = memory, Phase = urgent, NextStart = next };
    }

    private static Phase PhaseOf(Known match, DateTimeOffset now)
    {
        var wait = match.Start - now;
        return match.Phase == MatchPhase.Scheduled && wait <= Soon && wait >= -Overdue ? Phase.Pre : match.Phase.Urgency;
    }
}
