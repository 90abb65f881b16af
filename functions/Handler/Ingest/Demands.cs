using LiveView.Core.Topics;
using LiveView.Handler.State;

namespace LiveView.Handler.Ingest;

/// <summary>What viewers want, target by target: the rows of interest, added up.</summary>
internal sealed class Demands
{
    private readonly Dictionary<string, Demand> _bySubject = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Demand> _byTopic = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Demand> _byFeed = new(StringComparer.Ordinal);

    /// <summary>Adds up.</summary>
    /// <param name="interests">Every row of interest.</param>
    /// <param name="owedFeeds">Feeds whose state is owed though nobody looks.</param>
    /// <param name="now">Rows that nobody has refreshed for too long before this do not count.</param>
    public Demands(IEnumerable<Interest> interests, IEnumerable<string> owedFeeds, DateTimeOffset now)
    {
        foreach (var feed in owedFeeds)
            Add(_byFeed, feed, new(Attention.Awaited, 0, default));
        foreach (var interest in interests)
        {
            if (now - interest.Seen > Interest.Longest)
                continue;
            if (interest.Topic is not { } topic)
                Add(_byFeed, interest.Name, new(Attention.Listed, 0, interest.Since));
            else if (interest.Targets.IsEmpty)
                Await(topic, interest);
            else
                Watch(interest);
        }
    }

    /// <summary>Whether nobody wants anything.</summary>
    public bool IsEmpty => _byTopic.Count == 0 && _byFeed.Count == 0;

    /// <summary>
    /// What is wanted of a target. Whoever watches a match wants every provider's board of its league, also of one that has not spoken yet;
    /// a play-by-play is wanted only by who watches its match.
    /// </summary>
    public Demand Of(Target target) => target.Topic is { } topic
        ? _byTopic.GetValueOrDefault(topic)
        : _byFeed.GetValueOrDefault(target.Feed).And(_bySubject.GetValueOrDefault(target.Subject));

    // Nobody has told anything of it yet: any board may, and its play-by-play.
    private void Await(Topic topic, Interest interest)
    {
        Demand demand = new(Attention.Awaited, 0, interest.Since);
        Add(_byFeed, topic.Feed, demand);
        Add(_byTopic, interest.Name, demand);
    }

    // Who is not counted yet, or has gone a moment ago and may come back, counts as one. What is over need not wake anybody: corrections come with the list.
    private void Watch(Interest interest)
    {
        Demand demand = interest.IsOver ? new(Attention.Listed, 0, default) : new(Attention.Watched, Math.Max(1, interest.Viewers), interest.Since);
        Add(_byTopic, interest.Name, demand);
        foreach (var subject in interest.Targets.Select(Target.SubjectOf).Distinct(StringComparer.Ordinal))
            Add(_bySubject, subject, demand);
    }

    private static void Add(Dictionary<string, Demand> demands, string name, Demand demand) =>
        demands[name] = demands.GetValueOrDefault(name).And(demand);
}
