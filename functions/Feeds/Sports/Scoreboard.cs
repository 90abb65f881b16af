using System.Collections.Immutable;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

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

    public static FoldResult Fold(TopicState? state, Match said, Saying saying)
    {
        var before = state is null ? null : Scoreline.Read(state.Documents[ScoreTier]);
        using var memory = JsonDocument.Parse(state?.Memory ?? CanonicalJson.Empty);
        var (ledger, hearing) = (Ledger.Read(memory.RootElement), Hearing.Read(memory.RootElement));
        if (!saying.IsPlays && SportsTopics.WentTo(saying.Topic, before?.Start, said) is { } elsewhere)
            return IsOwner(hearing, saying) ? Leave(state, elsewhere, ledger, hearing) : new FoldResult.Unchanged();
        if (IsStale(before, hearing, said, saying))
            return new FoldResult.Rejected(Rejection.WrongDocument, "A match that stands with points cannot be about to begin at 0-0.");

        said = Carry(before, hearing.Of(saying.Voice), said);
        var told = Ruling.Of(said, saying, hearing, before, out var jury);
        var owner = IsOwner(hearing, saying);
        var score = owner ? Lay(state, ScoreTier, SportsWire.Score(told), told.Status is null ? default : ScoreOfTheMoment) : Fit(state!, told);
        var stats = owner || jury.IsLeader
            ? Lay(state, StatsTier, SportsWire.Stats(said), HasSituation(state) ? StatsOfTheMoment : default)
            : MergePatch.Apply(SportsWire.Stats(said), state!.Documents[StatsTier]); // only what nobody has said
        var after = Scoreline.Read(score);
        List<LogEntry> entries = [.. Story.Between(before, after, told, ledger, Ruling.Awaited(hearing, saying, jury))];
        hearing.Owed = ledger.Told is { } level && after.Points is { } shown && !level.Covers(shown) ? hearing.Owed ?? saying.Now : null;
        entries.AddRange(Disputes.Between(hearing, saying, jury.Heard, after.Points, after.Phase == MatchPhase.Finished, ledger));
        var remembered = Remember(ledger, hearing);

        if (state is not null && entries.Count == 0 && Same(state, ScoreTier, score) && Same(state, StatsTier, stats)
            && state.Memory.Span.SequenceEqual(remembered))
            return new FoldResult.Unchanged();

        return new FoldResult.Folded(
            new()
            {
                Title = owner || state is null ? Title(told) : state.Title,
                Phase = after.Phase.Urgency,
                Documents = Documents(score, stats),
                Memory = remembered,
            },
            entries);
    }

    // Names, places and the rest are the first provider's in the order that has ever spoken; the others add what it does not say.
    private static bool IsOwner(Hearing hearing, Saying saying) =>
        hearing.Voices.All(voice => voice.Name == saying.Voice || saying.Rank(voice.Name) > saying.Rank(saying.Voice));

    private static byte[] Remember(Ledger ledger, Hearing hearing)
    {
        var memory = new CanonicalObject();
        ledger.Write(memory);
        hearing.Write(memory);
        return memory.ToBytes();
    }

    // What is known goes before what is said, but for how it stands, which has been ruled.
    private static byte[] Fit(TopicState state, Match told)
    {
        var known = MergePatch.Apply(SportsWire.Score(told), state.Documents[ScoreTier]);
        return MergePatch.Apply(told.Status is null ? known : MergePatch.Apply(known, ScoreOfTheMoment), SportsWire.Standing(told));
    }

    // The match is another topic now. What is known here stays, and says where to look.
    private static FoldResult Leave(TopicState? state, string elsewhere, Ledger ledger, Hearing hearing)
    {
        if (state is null)
            return new FoldResult.Rejected(Rejection.NoTopic, "The match belongs to another topic, and here there never was one.");
        var left = new CanonicalObject()
            .Set("moved", elsewhere)
            .Set("status", new CanonicalObject().Set("phase", MatchPhase.Moved.Word).Set("name", MatchPhase.Moved.Word));
        var score = MergePatch.Apply(MergePatch.Apply(state.Documents[ScoreTier], ScoreOfTheMoment), left.ToBytes());
        if (Same(state, ScoreTier, score))
            return new FoldResult.Unchanged();
        var entry = new CanonicalObject().Set("id", ledger.Next("moved")).Set("type", "moved").Set("to", elsewhere);
        return new FoldResult.Folded(
            state with
            {
                Phase = Phase.Finished,
                Documents = state.Documents.SetItem(ScoreTier, score),
                Memory = Remember(ledger, hearing),
            },
            [new(EventsTier, entry.ToBytes())]);
    }

    // A snapshot from before the start, served late: of this provider, that is. Another may simply be late. A match that was off may well be
    // set anew.
    private static bool IsStale(Scoreline? before, Hearing hearing, Match said, Saying saying)
    {
        if (said.Status?.Phase != MatchPhase.Scheduled || said.Home.Score is > 0 || said.Away.Score is > 0)
            return false;
        var (points, phase) = hearing.Voices.Count == 0
            ? (before?.Points, before?.Phase)
            : (hearing.Of(saying.Voice)?.Points, hearing.Of(saying.Voice)?.Status?.Phase);
        return points is { Total: > 0 } && phase is { IsOff: false } and not MatchPhase.Scheduled;
    }

    // The period is sometimes left out; it does not go away while the match is on or over.
    private static Match Carry(Scoreline? before, Voice? voice, Match said) =>
        said.Status is { Period: null, Phase: not MatchPhase.Scheduled } status && (voice is null ? before?.Period : voice.Status?.Period) is { } period
            ? said with { Status = status with { Period = period } }
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
