using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Sports;

/// <summary>Who said something about a match, when, and by which rules it is weighed.</summary>
/// <param name="Raw">What brought it.</param>
/// <param name="IsPlays">Whether it is a play-by-play: another voice than the same provider's board, which is ahead of it or behind.</param>
/// <param name="Rules">The policy of the league and the order of the providers.</param>
internal sealed record Saying(Raw Raw, bool IsPlays, (Policy Policy, IReadOnlyList<string> Order) Rules)
{
    private const string Plays = "+plays";

    public string Voice => IsPlays ? Raw.Provider + Plays : Raw.Provider;

    public Topic Topic => Raw.Topic;

    public long Now => Raw.Received.ToUnixTimeMilliseconds();

    /// <summary>Whether a voice's provider was not well when this was said. Whoever speaks is.</summary>
    public bool IsIll(string voice) => voice != Voice && Raw.Ill.Contains(Provider(voice), StringComparer.Ordinal);

    /// <summary>A voice's place in the order, the smallest first; a play-by-play comes right after its board.</summary>
    public int Rank(string voice)
    {
        for (var i = 0; i < Rules.Order.Count; i++)
        {
            if (Rules.Order[i] == Provider(voice))
                return (2 * i) + (voice.Length > Provider(voice).Length ? 1 : 0);
        }

        return 2 * Rules.Order.Count;
    }

    private static string Provider(string voice) => voice.EndsWith(Plays, StringComparison.Ordinal) ? voice[..^Plays.Length] : voice;
}
