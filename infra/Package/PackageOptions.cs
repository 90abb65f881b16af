using System.Reflection;

namespace LiveView.Package;

/// <summary>What is packed, and where to.</summary>
internal sealed class PackageOptions
{
    /// <summary>Where the package goes, with its bill of materials and its checksum.</summary>
    public string Output { get; set; } = Path.Combine(RepoRoot, "artifacts", "package");

    /// <summary>The system it runs on: Flex Consumption is Linux on x64.</summary>
    public string Runtime { get; set; } = "linux-x64";

    /// <summary>Leaves out the two slowest analyzers, where the check has run them.</summary>
    public bool Fast { get; set; }

    /// <summary>The root of the clone.</summary>
    public static string RepoRoot { get; } = typeof(PackageOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepoRoot").Value ?? ".";

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ArgumentException">One is unknown.</exception>
    /// <exception cref="FormatException">Its value is missing.</exception>
    public static PackageOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new PackageOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var name))
        {
            string Value() => rest.TryDequeue(out var value) ? value : throw new FormatException($"{name} needs a value.");
            switch (name)
            {
                case "--output": options.Output = Path.GetFullPath(Value()); break;
                case "--runtime": options.Runtime = Value(); break;
                case "--fast": options.Fast = true; break;
                default: throw new ArgumentException($"'{name}' is not known here. There are --output DIR, --runtime RID and --fast.", nameof(arguments));
            }
        }

        return options;
    }
}
