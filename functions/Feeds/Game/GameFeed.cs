using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Game;

/// <summary>
/// Rounds of a game whose price moves four times a second until it breaks. A topic is one round, <c>game:rugs.{gameId}</c>, as in
/// <c>game:rugs.20251207-e8186dbf38e046d1</c>.
/// </summary>
/// <remarks>
/// Tiers: <c>tick</c>, the last price; <c>ticks</c>, the log of all of them; <c>game</c>, everything around it: phase, cooldown, sizes, and
/// the seed that was committed to before the round and is revealed after it. The source is the <c>gameStateUpdate</c> of rugs.fun.
/// </remarks>
public sealed class GameFeed : IFeed
{
    /// <summary>What is asked of the provider: its one room.</summary>
    internal const string Room = "rugs";

    internal const string TickTier = "tick";

    internal const string TicksTier = "ticks";

    internal const string GameTier = "game";

    /// <inheritdoc/>
    public string Name => "game";

    /// <inheritdoc/>
    public IReadOnlyList<TierSpec> Tiers { get; } = [TierSpec.State(TickTier), TierSpec.Log(TicksTier), TierSpec.State(GameTier)];

    /// <inheritdoc/>
    public Split Split(ProviderAnswer answer, SplitMemory? memory)
    {
        var known = memory as GameMemory;
        return answer.Target == Room
            ? RugsFrame.Split(answer, known)
            : new() { Refusals = [new(Rejection.WrongDocument, $"Nobody here reads '{answer.Target}'; the room is '{Room}'.", answer.Body)], Memory = known };
    }

    /// <inheritdoc/>
    public FoldResult Fold(TopicState? state, Raw raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        return RugsReader.Read(raw.Body, out var problem) switch
        {
            null => new FoldResult.Rejected(Rejection.Malformed, problem),
            { } facts when RugsFrame.TopicOf(facts.GameId) != raw.Topic =>
                new FoldResult.Rejected(Rejection.WrongDocument, "It is about another round than its topic."),
            { } facts => Round.Fold(state, facts),
        };
    }
}
