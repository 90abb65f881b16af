using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LiveView.Deployment.Tests.Bicep;

/// <summary>A file of bicep, parsed.</summary>
internal sealed partial record Source(string Path, string Text, Node Root)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public bool IsParameters => Path.EndsWith(".bicepparam", StringComparison.Ordinal);

    /// <summary>Declarations of a kind: <c>parameter</c>, <c>variable</c>, <c>resource</c>, <c>module</c>, <c>output</c>, <c>type</c>.</summary>
    public IEnumerable<Node> Declarations(string kind) => Root.Children.Where(node => node.Type == $"{kind}_declaration");

    /// <summary>All resources, with the nested ones, each with its whole type and version.</summary>
    public IEnumerable<(string Type, string Version, Node Node)> Resources()
    {
        foreach (var node in Declarations("resource"))
        {
            var (type, version) = (node.Children[1].Literal ?? "").Split('@') is [var name, var date] ? (name, date) : (node.Children[1].Text, "");
            yield return (type, version, node);
            foreach (var nested in Nested(type, version, node))
                yield return nested;
        }
    }

    /// <summary>Every bicep file below a folder. What is planted goes before what lies there.</summary>
    public static async Task<IReadOnlyList<Source>> ReadAsync(string folder, IReadOnlyDictionary<string, string> planted, CancellationToken token)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*.bicep*", SearchOption.AllDirectories).Where(static path => path.EndsWith(".bicep", StringComparison.Ordinal) || path.EndsWith(".bicepparam", StringComparison.Ordinal)))
        {
            var name = System.IO.Path.GetRelativePath(folder, path);
            texts[name] = planted.GetValueOrDefault(name) ?? await File.ReadAllTextAsync(path, token);
        }

        var trees = await ParseAsync(texts.ToDictionary(static text => text.Key, static text => Readable(text.Key, text.Value), StringComparer.Ordinal), token);
        return [.. trees.Select(tree => new Source(tree.Key, texts[tree.Key], tree.Value))];
    }

    // The grammar knows no parameter files; one is a list of assignments, as variables are.
    private static string Readable(string path, string text) => path.EndsWith(".bicepparam", StringComparison.Ordinal)
        ? ParameterLine.Replace(UsingLine.Replace(text, ""), "var ")
        : text;

    private static IEnumerable<(string, string, Node)> Nested(string type, string version, Node node) =>
        from body in node.Value.Objects()
        from property in body.Children
        where property.Type == "object_property" && property.Children[0].Type == "resource_declaration"
        let nested = property.Children[0]
        let whole = $"{type}/{nested.Children[1].Literal}"
        from one in Nested(whole, version, nested).Prepend((whole, version, nested))
        select one;

    private static async Task<Dictionary<string, Node>> ParseAsync(Dictionary<string, string> texts, CancellationToken token)
    {
        var script = System.IO.Path.Combine(Repository.Root, "tests/Deployment/Bicep/parse.mjs");
#pragma warning disable S4036 // node is whichever the developer has
        using var node = Process.Start(new ProcessStartInfo("node", [script]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("node could not be started.");
#pragma warning restore S4036
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(texts).AsMemory(), token);
        node.StandardInput.Close();
        return await JsonSerializer.DeserializeAsync<Dictionary<string, Node>>(node.StandardOutput.BaseStream, Web, token)
            ?? throw new InvalidOperationException("parse.mjs answered nothing.");
    }

    [GeneratedRegex("^using '[^']+'$", RegexOptions.Multiline, 1_000)]
    private static partial Regex UsingLine { get; }

    [GeneratedRegex("^param ", RegexOptions.Multiline, 1_000)]
    private static partial Regex ParameterLine { get; }
}
