namespace LiveView.Local.Chaos;

/// <summary>Where the sources are that this program was built from.</summary>
internal static class SourceTree
{
    /// <summary>A folder of a project in the source tree, which is looked for from each folder upwards.</summary>
    /// <exception cref="UsageException">It is in none of them: the program was copied away from its sources.</exception>
    public static string Find(IEnumerable<string> from, params ReadOnlySpan<string> project)
    {
        var relative = Path.Combine(project);
        foreach (var folder in from)
        {
            for (var above = new DirectoryInfo(folder); above is not null; above = above.Parent)
            {
                if (Path.Combine(above.FullName, relative) is var there && Directory.Exists(there) && Directory.EnumerateFiles(there, "*.csproj").Any())
                    return there;
            }
        }

        throw new UsageException($"The simulation is built from its sources, and there is no {relative} in or above {string.Join(" or ", from)}. Run this in a clone of the repository.");
    }
}
