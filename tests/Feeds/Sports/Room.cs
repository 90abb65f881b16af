using LiveView.Core.Feeds;
using LiveView.Feeds.Sports;

namespace LiveView.Feeds.Tests.Sports;

/// <summary>Several providers whose answers meet in one feed, each with the memory of its own poller.</summary>
internal sealed class Room(SportsPolicies? policies = null)
{
    private readonly Dictionary<string, SplitMemory?> memories = [];

    public SportsFeed Feed { get; } = new(policies ?? SportsPolicies.Usual);

    public Dictionary<string, TopicState> States { get; } = [];

    public List<(string Topic, string Entry)> Log { get; } = [];

    /// <summary>Every score that was shown, in order, by topic.</summary>
    public Dictionary<string, List<string>> Shown { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    public List<string> Leads { get; } = [];

    public int Rejected { get; private set; }

    /// <summary>A provider answers; what it says is folded.</summary>
    public Split Hear(string provider, string target, DateTimeOffset at, byte[] body, params string[] ill)
    {
        var key = $"{provider}|{target}|{string.Join(',', ill)}"; // the poller starts anew when somebody falls ill
        var split = Feed.Split(new(provider, target, body, at), memories.GetValueOrDefault(key));
        if (split.Memory is not null)
        {
            foreach (var other in memories.Keys.Where(known => known.StartsWith($"{provider}|{target}|", StringComparison.Ordinal)).ToList())
                memories.Remove(other);
            memories[key] = split.Memory;
        }

        Refusals.AddRange(split.Refusals);
        Leads.AddRange(split.Leads);
        foreach (var raw in split.Raws)
            Fold(raw with { Ill = ill });
        return split;
    }

    public string Score(string topic) => Boards.Text(States[topic].Documents["score"]);

    public string Member(string topic, string path) => Boards.Member(Score(topic), path);

    public IEnumerable<string> Entries(string topic, string type) =>
        Log.Where(line => line.Topic == topic && Boards.Member(line.Entry, "type") == type).Select(static line => line.Entry);

    private void Fold(Raw raw)
    {
        var topic = raw.Topic.ToString();
        var result = Feed.Fold(States.GetValueOrDefault(topic), raw);
        Rejected += result is FoldResult.Rejected ? 1 : 0;
        if (result is not FoldResult.Folded folded)
            return;
        States[topic] = folded.State;
        Log.AddRange(folded.Entries.Select(entry => (topic, Boards.Text(entry.Entry))));
        var shown = $"{Member(topic, "home.score")}-{Member(topic, "away.score")}";
        if (!Shown.TryGetValue(topic, out var scores))
            Shown[topic] = scores = [];
        if (shown != "-" && (scores.Count == 0 || scores[^1] != shown))
            scores.Add(shown);
    }
}
