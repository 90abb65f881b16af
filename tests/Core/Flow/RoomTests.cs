using LiveView.Core.Feeds;
using LiveView.Core.Flow;

namespace LiveView.Core.Tests.Flow;

/// <summary>A commit has room for so much. What it has no room for is folded on top of it, and nothing is lost.</summary>
public sealed class RoomTests
{
    [Fact]
    public void Deliveries_that_one_commit_cannot_name_as_sources_are_folded_by_the_next()
    {
        var (commits, _) = FoldAll(new Counter(), Counter.Topic, [.. Enumerable.Range(1, 250).Select(static i => Counter.Add("1", i))]);
        Assert.Equal([100, 100, 50], commits.Select(static commit => commit.Trails["steps"].Sources.Count));
        Assert.Equal("""{"n":250}""", Canonical.Documents.Text(commits[^1].Head.State.Memory));
        Assert.Equal(250, commits[^1].Head.Fence.Sequence);
    }

    [Fact]
    public void Entries_that_do_not_fit_a_message_make_several_updates_and_none_is_lost()
    {
        // 250 entries of 1 KB each: two fit, three do not.
        var (commits, dead) = FoldAll(new Sheet(), Sheet.Topic, [.. Enumerable.Range(1, 7).Select(static i => Sheet.Say(i, 250))]);
        Assert.Empty(dead);
        Assert.Equal([2, 2, 2, 1], commits.Select(static commit => commit.Trails["words"].Sources.Count));
        Assert.All(commits, static commit => Assert.All(commit.Updates, static update => Assert.True(update.Data.Length <= TopicFold.MaxEntryBytes + 2)));
        Assert.Equal(7 * 250, commits.Sum(static commit => Entries(commit)));
    }

    [Fact]
    [Trait("Requirement", "162")]
    public void A_raw_that_says_more_than_fits_any_commit_is_a_dead_letter_and_holds_nobody_up()
    {
        var (commits, dead) = FoldAll(new Sheet(), Sheet.Topic, [Sheet.Say(1, 1), Sheet.Say(2, 1_000), Sheet.Say(3, 1)]);
        Assert.Equal((Rejection.TooLarge, 2L), (Assert.Single(dead).Reason, dead[0].Delivery.Place.Sequence));
        Assert.Equal(2, commits.Sum(static commit => Entries(commit)));
    }

    [Fact]
    public void What_was_folded_before_takes_no_room()
    {
        var (commits, _) = FoldAll(new Counter(), Counter.Topic, [.. Enumerable.Range(1, 100).Select(static i => Counter.Add("1", i))]);
        var again = TopicFold.Fold(
            new Counter(), Counter.Topic, commits[^1].Head, [.. Enumerable.Range(1, 101).Select(static i => Counter.Add("1", i))], new("eeeeeeee", Counter.Start));
        Assert.Equal((100, 1, 0), (again.Repeated, again.Folded, again.Rest.Count));
    }

    private static int Entries(Commit commit)
    {
        using var json = System.Text.Json.JsonDocument.Parse(commit.Updates.Single(static update => update.Tier.Name == "words").Data);
        return json.RootElement.GetArrayLength();
    }

    private static (List<Commit> Commits, List<DeadLetter> Dead) FoldAll(IFeed feed, Core.Topics.Topic topic, IReadOnlyList<Delivery> deliveries)
    {
        (List<Commit> commits, List<DeadLetter> dead, var rest) = ([], [], deliveries);
        while (rest.Count > 0)
        {
            var result = TopicFold.Fold(feed, topic, commits.LastOrDefault()?.Head, rest, new($"{commits.Count:x8}", Counter.Start));
            Assert.True(result.Rest.Count < rest.Count);
            if (result.Commit is { } commit)
                commits.Add(commit);
            dead.AddRange(result.DeadLetters);
            rest = result.Rest;
        }

        return (commits, dead);
    }
}
