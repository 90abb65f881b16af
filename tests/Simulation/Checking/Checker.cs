using System.Text;
using System.Text.Json.Nodes;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Tally;
using LiveView.Simulation.Tests.Time;
using LiveView.Simulation.Tests.Viewers;

namespace LiveView.Simulation.Tests.Checking;

/// <summary>
/// Watches a history from outside and says where the promise is broken. What it compares with is the history that the table took, the
/// messages that Web PubSub took, and what the provider knows; none of it goes through the product.
/// </summary>
/// <param name="world">Its time.</param>
/// <param name="services">Where it happens.</param>
/// <param name="window">The updates that a tier keeps.</param>
/// <param name="owed">The feeds whose topics are asked for and published whoever is there; of the others only those that somebody watches.</param>
internal sealed partial class Checker(World world, Services services, int window, string[] owed)
{
    private readonly Dictionary<string, CommittedTier> _tiers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Partition, long Sequence, DateTimeOffset Enqueued, int Generation)> _fences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<(SimulatedViewer Viewer, string Tier), long> _shown = [];
    private readonly Dictionary<string, long> _turns = new(StringComparer.Ordinal);
    private readonly HashSet<string> _poisons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TallyTopic> _truth = services.Provider.Topics.ToDictionary(static topic => topic.Name, StringComparer.Ordinal);

    public List<(Violation Kind, string What)> Violations { get; } = [];

    public long Shows { get; private set; }

    public long Commits { get; private set; }

    /// <summary>Whether everyone has what the provider says, and nobody owes anybody anything; says what is still amiss.</summary>
    public string? Unsettled(IReadOnlyList<SimulatedViewer> viewers)
    {
        var watched = viewers.SelectMany(static viewer => viewer.Followers).Select(static follower => follower.Tier[..follower.Tier.LastIndexOf('/')]).ToHashSet(StringComparer.Ordinal);
        foreach (var topic in services.Provider.Topics.Where(topic => IsOwed(topic.Name) || watched.Contains(topic.Name)))
        {
            if (Amiss(topic.Name, topic) is { } amiss)
                return amiss;
        }

        foreach (var tier in _tiers.Values)
        {
            Deliver(tier, tier.Offset);
            if (tier.Delivered < tier.Offset)
                return $"Lost {tier.Name} {tier.Delivered + 1} was never published";
        }

        foreach (var (viewer, follower) in viewers.SelectMany(static viewer => viewer.Followers.Select(follower => (viewer, follower))))
        {
            if (_tiers.GetValueOrDefault(follower.Tier) is not { } tier || follower.Position?.Offset != tier.Offset)
                return $"Lost {viewer.Name} {follower.Tier} stands at {follower.Position}, not {_tiers.GetValueOrDefault(follower.Tier)?.Offset}";
        }

        return services.Tables.Partition("owed", "owed").Count > 0 ? "A debt is still noted"
            : services.Raw.IsDrained ? null
            : "The raw hub is not drained";
    }

    /// <summary>What can be judged only at the end.</summary>
    public void End(string? unsettled)
    {
        if (unsettled is not null)
            Report(Enum.TryParse<Violation>(unsettled.Split(' ')[0], out var kind) ? kind : Violation.NotConverged, unsettled);
        if (services.PubSub.MostPending > Link.Capacity)
            Report(Violation.Unbounded, $"A connection held {services.PubSub.MostPending} messages");
        HashSet<string> kept = [.. services.Blobs.Kept.Values.Select(Encoding.UTF8.GetString)];
        foreach (var poison in _poisons.Where(poison => !kept.Contains(poison)).Order(StringComparer.Ordinal))
            Report(Violation.DeadLetterLost, $"The bytes of a refused Raw are gone: {poison[..40]}");
        foreach (var (name, tier) in _tiers)
        {
            var rows = services.Tables.Partition("topics", name[..name.LastIndexOf('/')]).Keys.Count(key => key.StartsWith($"u:{name[(name.LastIndexOf('/') + 1)..]}:", StringComparison.Ordinal));
            if (rows > window || rows != tier.Offset - tier.First + 1)
                Report(Violation.Unbounded, $"{name} keeps {rows} updates; its window is {window}");
        }
    }

    private static string[] Decimals(JsonNode? document) =>
        [.. (document as JsonObject ?? []).Where(static member => member.Key[0] == 'd').Select(static member => member.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : member.Value?.ToJsonString() ?? "")];

    private bool IsOwed(string topic) => owed.Contains(topic[..topic.IndexOf(':', StringComparison.Ordinal)]);

    private static bool IsOpen(string tier) => tier.StartsWith($"{TallyFeed.Open}:", StringComparison.Ordinal);

    private string? Amiss(string name, TallyTopic topic)
    {
        foreach (var (half, letter) in new[] { ("score", 'a'), ("stats", 'b') })
        {
            if (_tiers.GetValueOrDefault($"{name}/{half}")?.Document is not { } document)
                return $"Lost {name}/{half} has no document";
            for (var i = 0; i < topic.Fields.Length; i++)
            {
                if (TallyTopic.FieldName(i) is var field && field[0] == letter && (int?)document[field] != topic.Fields[i])
                    return $"Diverged {name}/{half} says {field} = {document[field]}, the provider {topic.Fields[i]}";
            }
        }

        for (var i = 0; i < topic.Decimals.Length; i++)
        {
            if ((string?)_tiers[$"{name}/stats"].Document![$"d{i}"] != topic.Decimals[i])
                return $"Diverged {name}/stats says d{i} = {_tiers[$"{name}/stats"].Document![$"d{i}"]}, the provider {topic.Decimals[i]}";
        }

        if (topic.Log.Count == 0)
            return null;
        var log = (_tiers.GetValueOrDefault($"{name}/events")?.Entries ?? []).Select(static entry => JsonNode.Parse(entry)!).ToList();
        if (log.Count != topic.Log.Count)
            return $"Lost {name}/events has {log.Count} entries, the provider {topic.Log.Count}";
        for (var i = 0; i < log.Count; i++)
        {
            if ((int)log[i]["n"]! != i + 1 || (int)log[i]["v"]! != topic.Log[i])
                return $"Diverged {name}/events differs at {i + 1}";
        }

        return null;
    }

    private void Report(Violation kind, string what)
    {
        if (Violations.Count < 20)
            Violations.Add((kind, $"{world.Now.TotalSeconds:F3} s: {what}"));
    }
}
