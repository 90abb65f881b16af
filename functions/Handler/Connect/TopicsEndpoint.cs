using System.Collections.Frozen;
using LiveView.Core.Feeds;
using LiveView.Core.Flow;
using LiveView.Core.Topics;
using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.State;

namespace LiveView.Handler.Connect;

/// <summary><c>GET /api/topics</c> lists what moved last; <c>GET /api/topics/{topic}</c> is one of them.</summary>
internal static class TopicsEndpoint
{
    private const int Usual = 100;

    public static async Task<IResult> ListAsync(
        string? feed, int? recent, FrozenDictionary<string, IFeed> feeds, RecentTopics topics, Entitlements entitlements, Doorbell doorbell, HttpContext context, CancellationToken token)
    {
        if (feed is null || feeds.GetValueOrDefault(feed) is null)
            return Problems.Unprocessable("Say which feed: ?feed=sports.");
        if (recent is < 1 or > RecentTopics.Most)
            return Problems.Unprocessable($"A list holds 1 to {RecentTopics.Most} topics.");
        var access = await entitlements.OfAsync(context.Caller(), token);
        if (!access.Knows(feed))
            return TierDoor.Refuse(context.Caller());
        await doorbell.RingAsync(feed, token);
        List<ListedTopic> list = [];
        await foreach (var topic in topics.ReadAsync(feed, recent ?? Usual, token).Where(topic => access.Knows(topic.Topic)))
            list.Add(Listed(topic.Topic, topic.Title, topic.Phase, topic.Updated, topic.Tiers));
        return Results.Json(new TopicList(list), ConnectJson.Default.TopicList);
    }

    public static async Task<IResult> OneAsync(string topic, TopicStore store, CancellationToken token)
    {
        if (!Topic.TryParse(Uri.UnescapeDataString(topic), out var name))
            return Problems.Unprocessable("A topic reads feed:key.");
        return await store.LoadAsync(name, token) is { Head: var head }
            ? Results.Json(Listed(name, head.State.Title, head.State.Phase.ToString(), head.Updated, head.Tiers), ConnectJson.Default.ListedTopic)
            : Problems.NotFound("Nothing is known of this topic.");
    }

    private static ListedTopic Listed(
        Topic topic, string title, string phase, DateTimeOffset updated, IReadOnlyDictionary<string, TierHead> tiers) =>
        new(
            topic.ToString(),
            title,
            phase.ToLowerInvariant(),
            updated,
            [.. tiers.Select(tier => new ListedTier(topic.Tier(tier.Key).ToString(), tier.Value.Kind, tier.Value.Position.Offset))]);
}
