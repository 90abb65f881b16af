namespace LiveView.Simulation.Tests;

/// <summary>Evenings on which Web PubSub drops everybody, and everybody comes back.</summary>
public sealed class OutageTests
{
    /// <summary>
    /// They come back as their backoff lets them: at once when the service is there again, over half a minute when it was away for long. Each of the
    /// three instances then looks at the match every two seconds at the most, however many ask, and finds its last updates beside its head.
    /// </summary>
    [Theory]
    [Trait("Requirement", "1")]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    public void Ten_thousand_viewers_who_come_back_after_an_outage_share_their_reads_of_the_store(int seconds)
    {
        var outage = Outage.Run(TimeSpan.FromSeconds(seconds));
        TestContext.Current.TestOutputHelper?.WriteLine($"{outage}");
        Assert.Empty(outage.History.Violations);
        Assert.InRange(outage.ReadsEach, 1.0 / Outage.Viewers, 0.01);
    }
}
