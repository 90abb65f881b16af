using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests;

/// <summary>Evenings on which Web PubSub drops everybody, and everybody comes back.</summary>
public sealed class OutageTests
{
    private const int Viewers = 10_000;
    private static readonly TimeSpan Begins = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(40);

    /// <summary>
    /// They come back as their backoff lets them: at once when the service is there again, over half a minute when it was away for long. Each of the
    /// three instances then looks at the match once a second, and at each of its versions once, however many ask.
    /// </summary>
    [Theory]
    [Trait("Requirement", "1")]
    [InlineData(0, 0.01)]
    [InlineData(5, 0.02)]
    [InlineData(20, 0.02)]
    public void Ten_thousand_viewers_who_come_back_after_an_outage_share_their_reads_of_the_store(int seconds, double most)
    {
        Services? services = null;
        var before = 0;
        var ends = Begins + TimeSpan.FromSeconds(seconds);
        var history = History.Run(
            11,
            only: [],
            crowd: [.. Enumerable.Range(0, Viewers).Select(static viewer => new[] { viewer % 2 == 0 ? "tally:t1.a/score" : "tally:t1.a/events" })],
            script: Plan,
            trouble: ends + Afterwards);
        var each = (Reads(services!) - before) / (double)Viewers;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Viewers} viewers back after {seconds} s: {each:F4} reads each; {before} when they first came; {history.Checker.Commits} commits, {history.Checker.Shows} shown, {history.Took.TotalSeconds:F1} s");

        Assert.Empty(history.Violations);
        Assert.InRange(each, 1.0 / Viewers, most);

        void Plan(World world, Services all)
        {
            services = all;
            world.At(Begins, () => all.PubSub.IsDown = true);
            world.At(ends, () => (before, all.PubSub.IsDown) = (Reads(all), false));
        }
    }

    // What the doors for viewers have read, as Table Storage counts it: rows and pages.
    private static int Reads(Services services) => services.Tables.Reads.GetValueOrDefault("api");
}
