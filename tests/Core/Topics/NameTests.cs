using LiveView.Core.Topics;

namespace LiveView.Core.Tests.Topics;

/// <summary>Names are parsed once, at the edge: what parses is valid everywhere behind it.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("sports:nba.20261120.bos.lal")]
    [InlineData("market:hose")]
    [InlineData("patients:p-1042")]
    [InlineData("game:rugs.20251030-0123456789abcdef")]
    [InlineData("market:HOSE.VN30F1M_x")]
    public void A_topic_reads_back_as_it_was_written(string text) => Assert.Equal(text, Topic.Parse(text).ToString());

    [Trait("Requirement", "16")]
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sports")]
    [InlineData("sports:")]
    [InlineData(":key")]
    [InlineData("Sports:key")]
    [InlineData("sports:a b")]
    [InlineData("sports:a/b")]
    [InlineData("sports:a*")]
    [InlineData("sports:a:b")]
    [InlineData("sports:é")]
    [InlineData("sports:a\n")]
    [InlineData("abcdefghijklmnopqrstu:key")]
    public void What_is_not_an_exact_name_is_no_topic(string? text) => Assert.False(Topic.TryParse(text, out _));

    [Fact]
    public void A_key_has_at_most_120_characters()
    {
        Assert.True(Topic.TryParse("tv:" + new string('a', 120), out _));
        Assert.False(Topic.TryParse("tv:" + new string('a', 121), out _));
    }

    [Fact]
    public void A_tier_is_a_topic_and_a_name()
    {
        var tier = Tier.Parse("sports:nba.20261120.bos.lal/score");
        Assert.Equal(("sports:nba.20261120.bos.lal", "score"), (tier.Topic.ToString(), tier.Name));
        Assert.Equal(tier, tier.Topic.Tier("score"));
    }

    [Theory]
    [InlineData("sports:a")]
    [InlineData("sports:a/")]
    [InlineData("sports:a/Score")]
    [InlineData("sports:a/score/x")]
    [InlineData("/score")]
    [InlineData("sports:a/abcdefghijklmnopqrstu")]
    public void What_is_not_a_topic_and_a_name_is_no_tier(string text)
    {
        Assert.False(Tier.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Tier.Parse(text));
    }

    [Fact]
    public void A_position_reads_from_an_etag_and_from_a_query()
    {
        Assert.True(Position.TryParse("\"6f2a:42\"", out var quoted));
        Assert.True(Position.TryParse("6f2a:42", out var plain));
        Assert.Equal(new Position("6f2a", 42), quoted);
        Assert.Equal(quoted, plain);
        Assert.Equal("6f2a:42", plain.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("6f2a:")]
    [InlineData(":42")]
    [InlineData("6f2a:-1")]
    [InlineData("6f2a:+1")]
    [InlineData("6f2a:1e3")]
    [InlineData("6f 2a:1")]
    [InlineData("6f2a:99999999999999999999")]
    [InlineData("W/\"6f2a:1\"")]
    public void What_is_not_an_epoch_and_an_offset_is_no_position(string? text) => Assert.False(Position.TryParse(text, out _));
}
