using LiveView.Simulation.Tests.Faults;

namespace LiveView.Simulation.Tests;

/// <summary>Many histories in which everything goes wrong, and nothing is lost, shown twice, out of order, or wrong.</summary>
public sealed class SeedTests
{
    [Fact]
    [Trait("Requirement", "1")]
    [Trait("Requirement", "2")]
    [Trait("Requirement", "4")]
    [Trait("Requirement", "12")]
    [Trait("Requirement", "158")]
    [Trait("Requirement", "162")]
    [Trait("Requirement", "166")]
    public void Two_hundred_evenings_of_faults_end_with_every_viewer_at_the_truth()
    {
        var totals = LongRun.Collect(RunOptions.Parse(["--seeds", "200", "--threads", "2"]), TextWriter.Null);
        var output = new StringWriter();
        totals.Write(output);
        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        Assert.True(totals.Failed.Count == 0, output.ToString());
        Assert.Empty(totals.HardlyTried);
        Assert.True(totals.Virtual / totals.Real >= 100, output.ToString());
    }

    [Theory]
    [InlineData(7)]
    [InlineData(1_234)]
    public void The_same_seed_is_the_same_history(int seed) =>
        Assert.Equal(History.Run(seed).World.Trace.Hash, History.Run(seed).World.Trace.Hash);

    [Fact]
    public void Another_seed_is_another_history() =>
        Assert.NotEqual(History.Run(1).World.Trace.Hash, History.Run(2).World.Trace.Hash);

    [Fact]
    public void An_evening_without_faults_has_none()
    {
        var history = History.Run(3, only: []);
        Assert.Empty(history.Violations);
        Assert.All(Enum.GetValues<Fault>(), fault => Assert.Equal(0, history.Faults.Fired[(int)fault]));
    }

    [Fact]
    public void An_order_that_comes_twice_is_polled_once()
    {
        for (var seed = 1; seed <= 20; seed++)
            Assert.Empty(History.Run(seed, only: [(Fault.HubTwoOwners, 0.9), (Fault.HubRedelivery, 0.5), (Fault.ProviderHang, 0.3)]).Violations);
    }
}
