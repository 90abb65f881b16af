using System.Diagnostics;
using System.Globalization;
using LiveView.Local.Chaos;
using LiveView.Testing;

namespace LiveView.Local.Tests.Chaos;

/// <summary>The simulation as a person starts it: from any folder, with its output as it comes and its exit code.</summary>
public sealed class ChaosCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_evening_of_faults_is_played_from_any_folder_and_ends_with_nothing_lost()
    {
        using var run = Run("--seed", "7", "--minutes", "3");
        var said = await run.StandardOutput.ReadToEndAsync(Token);
        await run.WaitForExitAsync(Token);

        Assert.True(run.ExitCode == 0, $"{said}{await run.StandardError.ReadToEndAsync(Token)}");
        Assert.Matches(@"seeds 1, facts [1-9][0-9]+", said);
        Assert.Matches(@"violation Lost +0", said);
    }

    [Fact]
    public async Task What_the_simulation_does_not_understand_is_said_with_its_exit_code()
    {
        using var run = Run("--minutes", "never");
        var said = await run.StandardError.ReadToEndAsync(Token);
        await run.WaitForExitAsync(Token);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--minutes", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_the_simulation_too()
    {
        using var run = Run("--seeds", "1000000");
        await Eventually.Until("the simulation runs", () => Processes(run.Id).Any(IsSimulation), Token, TimeSpan.FromMinutes(5)); // it may be built first
        var all = Processes(run.Id);
        using (var kill = Process.Start("kill", ["-TERM", run.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Token);
        await run.WaitForExitAsync(Token);

        Assert.Equal(0, run.ExitCode);
        await Eventually.Until("nothing is left", () => !all.Any(IsSimulation), Token);
    }

    [Fact]
    public async Task Without_the_sources_it_is_said_what_is_missing_and_where_it_was_looked_for()
    {
        var folder = Directory.CreateTempSubdirectory();
        var fault = await Assert.ThrowsAsync<UsageException>(() => ChaosCommand.RunAsync([], [folder.FullName], Token));
        folder.Delete();
        Assert.Contains(Path.Combine("tests", "Simulation"), fault.Message, StringComparison.Ordinal);
        Assert.Contains(folder.FullName, fault.Message, StringComparison.Ordinal);
        Assert.Contains("clone of the repository", fault.Message, StringComparison.Ordinal);
    }

    // In the tests' own configuration, most of which is built already.
    private static Process Run(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "LiveView.Local"), ["chaos", "--configuration", Configuration, .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("It did not start.");

    private static string Configuration => AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "Release" : "Debug";

    private static bool IsSimulation(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("LiveView.Simulation.Tests", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static List<int> Processes(int parent)
    {
        List<int> children = [];
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) && ParentOf(id) == parent)
                children.Add(id);
        }

        return [.. children, .. children.SelectMany(Processes)];
    }

    private static int? ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
