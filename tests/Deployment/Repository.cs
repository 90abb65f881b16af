using System.Reflection;

namespace LiveView.Deployment.Tests;

/// <summary>The files of the project, as they lie there.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepoRoot").Value!;

    public static string At(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(At(path));
}
