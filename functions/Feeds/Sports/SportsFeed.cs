using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Feeds.Sports.Espn;

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
    private const string Espn = "espn";

    /// <inheritdoc/>
    public string Name => "sports";

    /// <inheritdoc/>
    public IReadOnlyList<TierSpec> Tiers { get; } =
        [TierSpec.State(Scoreboard.ScoreTier), TierSpec.State(Scoreboard.StatsTier), TierSpec.Log(Scoreboard.EventsTier)];

    /// <inheritdoc/>
    public Split Split(ProviderAnswer answer, SplitMemory? memory)
    {
        var known = memory is SportsMemory mine && mine.Target == answer.Target ? mine : null;
        if (answer.Provider != Espn || !League.TryParse(answer.Target, out var league))
            return Refused(answer, known, Rejection.WrongDocument, "Nobody here reads this provider or this target.");
        var body = WithoutMark(answer.Body);
        if (known is not null && known.Board.Body.Span.SequenceEqual(body.Span))
            return Agenda.Of(known, answer.Received) with
            {
                Unchanged = known.InOrder.Count(static match => match?.Topic is not null),
                NextDay = known.Board.Calendar.Next(answer.Received),
            };
        var board = EspnBoard.Cut(body, league, known?.Board, out var reason, out var detail);
        return board is null ? Refused(answer, known, reason, detail) : new BoardReader(answer, league, board, known).Read();
    }

    /// <inheritdoc/>
    public FoldResult Fold(TopicState? state, Raw raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (raw.Provider != Espn || !League.TryParse(raw.Target, out var league))
            return new FoldResult.Rejected(Rejection.WrongDocument, "Nobody here reads this provider or this target.");
        var reading = EspnEvent.Read(raw.Body, league);
        return reading.Match is null ? new FoldResult.Rejected(reading.Reason, reading.Detail) : Scoreboard.Fold(state, reading.Match, raw.Topic);
    }

    // The last good board stays what the next one is compared with.
    private static Split Refused(ProviderAnswer answer, SportsMemory? known, Rejection reason, string detail) =>
        Agenda.Of(known, answer.Received) with { Refusals = [new(reason, detail, answer.Body)] };

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;
}
