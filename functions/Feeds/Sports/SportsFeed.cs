using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>
/// Matches of team sports. A topic is <c>sports:{league}.{date}.{away}.{home}</c>, as in <c>sports:nba.20261120.bos.lal</c>: the Celtics
/// play at the Lakers', on the evening of 20 November.
/// </summary>
/// <remarks>
/// The topic is made of what every provider says of a match (see <see cref="SportsTopics"/>). Tiers: <c>score</c>, the state of play;
/// <c>stats</c>, the numbers around it; <c>events</c>, the log of what happened.
/// </remarks>
public sealed class SportsFeed : IFeed
{
    private readonly SportsPolicies policies;

    /// <summary>A feed that lets the first healthy provider speak.</summary>
    public SportsFeed()
        : this(SportsPolicies.Usual)
    {
    }

    /// <summary>A feed with rules of its own for who is believed.</summary>
    public SportsFeed(SportsPolicies policies) => this.policies = policies;

    /// <inheritdoc/>
    public string Name => "sports";

    /// <inheritdoc/>
    public IReadOnlyList<TierSpec> Tiers { get; } =
        [TierSpec.State(Scoreboard.ScoreTier), TierSpec.State(Scoreboard.StatsTier), TierSpec.Log(Scoreboard.EventsTier)];

    /// <inheritdoc/>
    public Split Split(ProviderAnswer answer, SplitMemory? memory)
    {
        var known = memory is SportsMemory mine && mine.Target == answer.Target ? mine : null;
        if (Formats.Of(answer.Provider) is not { } format || !SportsTarget.TryParse(answer.Target, out var target))
            return Refused(answer, known, Rejection.WrongDocument, "Nobody here reads this provider or this target.");
        var body = WithoutMark(answer.Body);
        if (known is { Again: false } && known.Board.Body.Span.SequenceEqual(body.Span))
            return Agenda.Of(known, answer.Received) with
            {
                Unchanged = known.InOrder.Count(static match => match?.Topic is not null),
                NextDay = known.Board.NextDay(answer.Received),
            };
        var board = format.Cut(body, target, known?.Board, out var reason, out var detail);
        return board is null ? Refused(answer, known, reason, detail) : new BoardReader(answer, target, format, board, known).Read();
    }

    /// <inheritdoc/>
    public FoldResult Fold(TopicState? state, Raw raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (Formats.Of(raw.Provider) is not { } format || !SportsTarget.TryParse(raw.Target, out var target))
            return new FoldResult.Rejected(Rejection.WrongDocument, "Nobody here reads this provider or this target.");
        var reading = format.Read(raw.Body, target);
        return reading.Match is null
            ? new FoldResult.Rejected(reading.Reason, reading.Detail)
            : Scoreboard.Fold(state, reading.Match, new(raw, target.Game is not null, policies.Of(target.League)));
    }

    // The last good board stays what the next one is compared with.
    private static Split Refused(ProviderAnswer answer, SportsMemory? known, Rejection reason, string detail) =>
        Agenda.Of(known, answer.Received) with { Refusals = [new(reason, detail, answer.Body)], IsRefused = true };

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;
}
