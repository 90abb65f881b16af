using System.Diagnostics;

namespace LiveView.Local.Chaos;

/// <summary>
/// An evening of faults in a minute: <c>dotnet run --project infra/Local -- chaos --seed 7 --minutes 180</c>. The simulation is a program
/// of its own, because it is made of our code and this one refers to none of it; it is built and started from the source tree.
/// </summary>
internal static class ChaosCommand
{
    private const string Configuration = "--configuration";

    /// <summary>Runs until the simulation ends, whose output goes where ours goes.</summary>
    /// <param name="args">What the simulation is to do; <c>--configuration</c> is ours.</param>
    /// <param name="from">Folders in or above which the source tree is looked for.</param>
    /// <param name="token">Ends the simulation, and whatever it has started.</param>
    /// <returns>The simulation's exit code.</returns>
    /// <exception cref="UsageException">There is no source tree, or no name of a configuration.</exception>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, IEnumerable<string> from, CancellationToken token)
    {
        List<string> rest = [.. args];
        var configuration = "Release"; // a hundred times faster than time is easy then
        if (rest.IndexOf(Configuration) is var at and >= 0)
        {
            configuration = at + 1 < rest.Count ? rest[at + 1] : throw new UsageException($"{Configuration} needs a value.");
            rest.RemoveRange(at, 2);
        }

#pragma warning disable S4036 // dotnet is whichever the developer has
        using var simulation = Process.Start(new ProcessStartInfo("dotnet", ["run", "-c", configuration, "--project", SourceTree.Find(from, "tests", "Simulation"), "--", "chaos", .. rest])
#pragma warning restore S4036
        {
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException("dotnet could not be started.");
        try
        {
            await simulation.WaitForExitAsync(token);
            return simulation.ExitCode;
        }
        catch (OperationCanceledException)
        {
            simulation.Kill(entireProcessTree: true);
            throw;
        }
    }
}
