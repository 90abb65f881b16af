using System.Collections.Immutable;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>
/// The state of a match and how it moves: what was said is laid over what is known, and the difference is told as entries of the log.
/// </summary>
/// <remarks>
/// Laying over is a merge patch: what was not said stays, so a field that a provider forgets for one answer does not become zero.
/// Only what is true of a moment is taken away first: the status, the winner, the situation in play.
/// </remarks>
internal static class Scoreboard
{
    public const string ScoreTier = "score";
    public const string StatsTier = "stats";
    public const string EventsTier = "events";

    private static readonly ReadOnlyMemory<byte> ScoreOfTheMoment =
        """{"away":{"winner":null},"decided":null,"home":{"winner":null},"moved":null,"status":null}"""u8.ToArray();

    private static readonly ReadOnlyMemory<byte> StatsOfTheMoment = """{"situation":null}"""u8.ToArray();

    public static FoldResult Fold(TopicState? state, Match said, Topic topic)
    {
        var before = state is null ? null : Scoreline.Read(state.Documents[ScoreTier]);
        if (SportsTopics.WentTo(topic, before?.Start, said) is { } elsewhere)
            return Leave(state, elsewhere);
        if (before is not null && IsStale(before, said))
            return new FoldResult.Rejected(Rejection.WrongDocument, "A match that stands with points cannot be about to begin at 0-0.");

        said = Carry(before, said);
        var score = Lay(state, ScoreTier, SportsWire.Score(said), said.Status is null ? default : ScoreOfTheMoment);
        var stats = Lay(state, StatsTier, SportsWire.Stats(said), HasSituation(state) ? StatsOfTheMoment : default);
        var ledger = Ledger.Read(state?.Memory ?? CanonicalJson.Empty);
        var after = Scoreline.Read(score);
        var entries = Story.Between(before, after, said, ledger);
        var memory = ledger.ToBytes();

        if (state is not null && entries.Count == 0 && Same(state, ScoreTier, score) && Same(state, StatsTier, stats)
            && state.Memory.Span.SequenceEqual(memory))
            return new FoldResult.Unchanged();

        return new FoldResult.Folded(
            new()
            {
                Title = Title(said),
                Phase = after.Phase.Urgency,
                Documents = Documents(score, stats),
                Memory = memory,
            },
            entries);
    }

    // The match is another topic now. What is known here stays, and says where to look.
    private static FoldResult Leave(TopicState? state, string elsewhere)
    {
        if (state is null)
            return new FoldResult.Rejected(Rejection.NoTopic, "The match belongs to another topic, and here there never was one.");
        var left = new CanonicalObject()
            .Set("moved", elsewhere)
            .Set("status", new CanonicalObject().Set("phase", MatchPhase.Moved.Word).Set("name", MatchPhase.Moved.Word));
        var score = MergePatch.Apply(MergePatch.Apply(state.Documents[ScoreTier], ScoreOfTheMoment), left.ToBytes());
        if (Same(state, ScoreTier, score))
            return new FoldResult.Unchanged();
        var ledger = Ledger.Read(state.Memory);
        var entry = new CanonicalObject().Set("id", ledger.Next("moved")).Set("type", "moved").Set("to", elsewhere);
        return new FoldResult.Folded(
            state with
            {
                Phase = Phase.Finished,
                Documents = state.Documents.SetItem(ScoreTier, score),
                Memory = ledger.ToBytes(),
            },
            [new(EventsTier, entry.ToBytes())]);
    }

    // A snapshot from before the start, served late. A match that was off may well be set anew.
    private static bool IsStale(Scoreline before, Match said) =>
        said.Status?.Phase == MatchPhase.Scheduled && before.HasPoints && !before.Phase.IsOff && before.Phase != MatchPhase.Scheduled
        && said.Home.Score is null or 0 && said.Away.Score is null or 0;

    // The period is sometimes left out; it does not go away while the match is on or over.
    private static Match Carry(Scoreline? before, Match said) =>
        said.Status is { Period: null, Phase: not MatchPhase.Scheduled } status && before is { Period: not null }
            ? said with { Status = status with { Period = before.Period } }
            : said;

    private static byte[] Lay(TopicState? state, string tier, byte[] said, ReadOnlyMemory<byte> moment)
    {
        if (state is null || Same(state, tier, said))
            return said;
        var known = state.Documents[tier];
        if (!moment.IsEmpty)
            known = MergePatch.Apply(known, moment);
        return MergePatch.Apply(known, said);
    }

    private static bool HasSituation(TopicState? state) => state?.Documents[StatsTier].Span.IndexOf("\"situation\":"u8) >= 0;

    private static bool Same(TopicState state, string tier, byte[] document) => state.Documents[tier].Span.SequenceEqual(document);

    private static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Documents(byte[] score, byte[] stats) =>
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add(ScoreTier, score).Add(StatsTier, stats);

    private static string Title(Match match)
    {
        var (home, away) = (match.Home.ShortName ?? match.Home.Name, match.Away.ShortName ?? match.Away.Name);
        return match.League.IsSoccer ? $"{home} v {away}" : $"{away} at {home}";
    }
}
