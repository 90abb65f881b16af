using System.Text;
using LiveView.Core.Topics;

namespace LiveView.Viewer.Tests;

/// <summary>What the pure follower makes of what no server should say.</summary>
public sealed class FollowerTests
{
    private const string Score = "sports:a/score";

    [Fact]
    public void A_whole_document_that_does_not_match_its_own_hash_is_not_shown_and_is_asked_for_again()
    {
        var (tier, follower) = (new ServedTier(Score, TierKind.State), new Follower(Score));
        tier.Commit("""{"n":1}""");
        var forged = tier.CatchUp("").Body.Replace(tier.Hash, "feedfeedfeedfeed", StringComparison.Ordinal);
        Assert.Empty(follower.Take(Read(200, forged)));
        Assert.True(follower.WishesToAsk);
        Assert.Null(follower.AskFrom);
        Assert.Single(follower.Take(Read(200, tier.CatchUp("").Body)));
        Assert.False(follower.WishesToAsk);
    }

    [Fact]
    public void A_straggler_of_another_history_costs_two_questions_and_no_more()
    {
        var (tier, follower) = (new ServedTier(Score, TierKind.State), new Follower(Score));
        var straggler = ViewerUpdate.Read(Encoding.UTF8.GetBytes(ServedTier.Text(tier.Commit("""{"n":1}"""))));
        tier.Restart("e2");
        tier.Commit("""{"m":1}""");
        follower.Take(Read(200, tier.CatchUp("").Body));
        follower.Take(straggler);
        Assert.True(follower.WishesToAsk);
        follower.Take(new CatchUpAnswer.Current());
        Assert.True(follower.WishesToAsk); // it may have been of a history so new that the answer did not know it
        follower.Take(new CatchUpAnswer.Current());
        Assert.False(follower.WishesToAsk);
        Assert.Equal(new("e2", 1), follower.Position);
    }

    [Theory]
    [InlineData("""{"n":1.5}""")]
    [InlineData("""{"n":[1]}""")]
    public void What_no_document_may_hold_is_as_wrong_as_a_wrong_hash(string patch)
    {
        var (tier, follower) = (new ServedTier(Score, TierKind.State), new Follower(Score));
        tier.Commit("""{"n":1}""");
        follower.Take(Read(200, tier.CatchUp("").Body));
        Assert.Empty(follower.Take(new ViewerUpdate(Score, new("e1", 2), UpdateKind.Patch, Encoding.UTF8.GetBytes(patch), "feedfeedfeedfeed")));
        Assert.True(follower.WishesToAsk);
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "[]")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"answer":"perhaps"}""")]
    [InlineData(200, """{"answer":"state"}""")]
    [InlineData(200, """{"answer":"updates","updates":[7]}""")]
    [InlineData(404, "<html>")]
    public void What_is_no_answer_is_said_to_be_none(int status, string body) =>
        Assert.Throws<FormatException>(() => CatchUpAnswer.Read(status, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_404_of_somebody_who_knows_of_no_tiers_is_not_taken_for_a_tier_without_history()
    {
        Assert.Null(CatchUpAnswer.Read(404, """{"status":404}"""u8.ToArray()));
        Assert.IsType<CatchUpAnswer.None>(CatchUpAnswer.Read(404, """{"answer":"none"}"""u8.ToArray()));
    }

    private static CatchUpAnswer Read(int status, string body) => CatchUpAnswer.Read(status, Encoding.UTF8.GetBytes(body))!;
}
