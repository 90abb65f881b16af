using LiveView.Core.Topics;
using LiveView.Handler.Doors.Entitlement;

namespace LiveView.Handler.Tests.Doors;

/// <summary>What a pattern of an entitlement covers.</summary>
public sealed class TierPatternTests
{
    [Theory]
    [InlineData("sports:*", "sports:nba.20261120.bos.lal/score", true)]
    [InlineData("sports:*", "market:hose/index", false)]
    [InlineData("sports:nba.*", "sports:nba.20261120.bos.lal/score", true)]
    [InlineData("sports:nba.*", "sports:nbaleague/score", false)]
    [InlineData("patients:p-1042/*", "patients:p-1042/vitals", true)]
    [InlineData("patients:p-1042", "patients:p-1042/vitals", true)]
    [InlineData("patients:p-1042", "patients:p-10421/vitals", false)]
    [InlineData("patients:p-1042/vitals", "patients:p-1042/vitals", true)]
    [InlineData("patients:p-1042/vitals", "patients:p-1042/alerts", false)]
    [InlineData("patients:*/vitals", "patients:p-7/vitals", true)]
    [Trait("Requirement", "11")]
    public void It_covers_what_it_says_and_nothing_beside(string pattern, string tier, bool covered)
    {
        Assert.True(TierPattern.TryParse(pattern, out var read));
        Assert.Equal(covered, read!.Covers(Tier.Parse(tier)));
        Assert.True(TierPattern.TryParse(read.ToString(), out var again));
        Assert.Equal(read, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("*:*")]
    [InlineData("sports")]
    [InlineData("sports:")]
    [InlineData("sports:*nba")]
    [InlineData("sports:n*a")]
    [InlineData("sports:**")]
    [InlineData("sports:nba/score/more")]
    [InlineData("sports:nba/SCORE")]
    [InlineData("sports:a b")]
    public void What_is_no_pattern_grants_nothing(string? text) => Assert.False(TierPattern.TryParse(text, out _));
}
