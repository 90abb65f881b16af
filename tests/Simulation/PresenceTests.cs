using System.Text.Json;
using LiveView.Simulation.Tests.Faults;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Simulation.Tests.Time;

namespace LiveView.Simulation.Tests;

/// <summary>How many watch a topic is counted by Sweep, and a process that dies leaves no number behind that is wrong for long.</summary>
public sealed class PresenceTests
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TwoSweeps = (FunctionHost.SweepEvery * 2) + TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Evening = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Viewers come and go all evening, and a sweep dies once, at one of its steps. What the row says was true at some time since the sweep before
    /// last: one sweep is the drift that is allowed, and one died.
    /// </summary>
    [Theory]
    [Trait("Requirement", "20")]
    [InlineData("sweep: query interest")]
    [InlineData("sweep: list viewers")]
    [InlineData("sweep: write interest")]
    public void What_is_believed_of_who_watches_is_true_again_with_the_next_sweep_though_its_counter_died(string step)
    {
        var changes = 0;
        for (var seed = 1; seed <= 3; seed++)
        {
            List<string> wrong = [];
            var history = History.Run(
                seed,
                killAt: (step, seed % 2 == 0, 5),
                crowd: [.. Enumerable.Range(0, 40).Select(static viewer => new[] { $"tally:t1.{"abc"[viewer % 3]}/score" })],
                only: [(Fault.ViewerCut, 0.9), (Fault.ViewerTokenExpired, 0.3)],
                script: (world, services) => world.Go(async () => changes += await WatchAsync(world, services, wrong)),
                trouble: Evening);
            Assert.Empty(history.Violations);
            Assert.Empty(wrong);
            Assert.Equal(1, history.Faults.Fired[(int)Fault.ProcessKilled]);
        }

        Assert.True(changes > 50, $"the audience hardly changed: {changes} times");
    }

    // Looks ten times a second, and says how often a row's number changed.
    private static async Task<int> WatchAsync(World world, Services services, List<string> wrong)
    {
        var changes = 0;
        Dictionary<string, Queue<int>> lately = new(StringComparer.Ordinal);
        Dictionary<string, int> last = new(StringComparer.Ordinal);
        while (world.Now < Evening)
        {
            await world.Delay(Look);
            foreach (var (name, row) in services.Tables.Partition("interest", "interest"))
            {
                if (!lately.TryGetValue(name, out var counts))
                    lately[name] = counts = [];
                counts.Enqueue(services.PubSub.Watching(name));
                using var json = JsonDocument.Parse(row.Json);
                var believed = json.RootElement.GetProperty("Viewers").GetInt32();
                if (last.TryGetValue(name, out var before) && before != believed)
                    changes++;
                last[name] = believed;
                if (counts.Count <= TwoSweeps / Look)
                    continue; // it may not have been counted yet
                counts.Dequeue();
                if (!counts.Contains(believed))
                    wrong.Add($"{world.Now.TotalSeconds:F1} s: {name} has {believed} viewers, had {string.Join(' ', counts.Distinct())}");
            }
        }

        return changes;
    }
}
