using System.Text.RegularExpressions;

namespace LiveView.Deployment.Tests.Bicep;

/// <summary>
/// What can be known of bicep where its compiler is not: syntax by its grammar, resources by the table of their shapes, names by where they are
/// declared, modules and parameter files by what they are given, and that nothing has a key. It stands in for <c>bicep build</c>
/// before that is run, and does not replace it.
/// </summary>
internal sealed partial class Check(IReadOnlyList<Source> files, Shapes shapes)
{
    /// <summary>All faults, as <c>file:line what</c>.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(IReadOnlyDictionary<string, string> planted, CancellationToken token)
    {
        var files = await Source.ReadAsync(Repository.At("bicep"), planted, token);
        return [.. new Check(files, Shapes.Read()).Faults()];
    }

    private IEnumerable<string> Faults() =>
        from file in files
        from fault in Syntax(file) is { Count: > 0 } broken ? broken : Rules(file)
        select $"{file.Path}:{fault.Line} {fault.Fault}";

    private IEnumerable<(int Line, string Fault)> Rules(Source file) => file.IsParameters
        ? Secrets(file).Concat(ParameterFile(file))
        : [.. Secrets(file), .. Resources(file), .. Roles(file), .. Modules(file), .. Names.Faults(file), .. Members(file), .. Documented(file)];

    private static List<(int Line, string Fault)> Syntax(Source file) =>
        [.. file.Root.All().Where(static node => node.Type == "ERROR").Select(static node => (node.Line, "this is no bicep"))];

    private IEnumerable<(int, string)> Resources(Source file)
    {
        foreach (var (type, version, node) in file.Resources())
        {
            if (shapes.Find(type) is not { } known)
            {
                yield return (node.Line, $"the type {type} is not in the table");
                continue;
            }

            if (known.GetProperty("version").GetString() != version)
                yield return (node.Line, $"{type} is {known.GetProperty("version")}, not {version}");
            var isExisting = node.Value.Type == "object" && file.Text.Split('\n')[node.Line - 1].Contains(" existing = ", StringComparison.Ordinal);
            foreach (var body in node.Value.Objects())
            {
                foreach (var fault in isExisting ? [] : Body(type, known, body))
                    yield return fault;
            }
        }
    }

    private static IEnumerable<(int, string)> Body(string type, System.Text.Json.JsonElement known, Node body)
    {
        string[] common = ["parent", "scope", "dependsOn"]; // of the language, not of a type
        var own = body with { Children = [.. body.Children.Where(child => child.Type != "object_property" || !common.Contains(child.Name, StringComparer.Ordinal))] };
        foreach (var misfit in Shapes.Misfits(own, known.GetProperty("shape"), type))
            yield return misfit;
        if (!known.TryGetProperty("must", out var must))
            yield break;
        foreach (var rule in must.EnumerateObject())
        {
            var value = rule.Name.Split('.').Aggregate((Node?)body, static (at, name) => at?.Find(name));
            if (value?.Text != rule.Value.GetString())
                yield return (value?.Line ?? body.Line, $"{type}: {rule.Name} must be {rule.Value}");
        }
    }

    private IEnumerable<(int, string)> Roles(Source file) =>
        from property in file.Root.All()
        where property.Type == "object_property" && Guid.TryParse(property.Value.Literal, out _) && shapes.Role(property.Name) != property.Value.Literal
        select (property.Line, $"{property.Value.Literal} is not the role {property.Name}");

    private IEnumerable<(int, string)> Modules(Source file)
    {
        foreach (var module in file.Declarations("module"))
        {
            var path = Path.GetRelativePath(".", Path.Combine(Path.GetDirectoryName(file.Path) ?? "", module.Children[1].Literal ?? ""));
            if (files.FirstOrDefault(other => other.Path == path) is not { } called)
            {
                yield return (module.Line, $"there is no {path}");
                continue;
            }

            foreach (var body in module.Value.Objects())
            {
                foreach (var fault in Given(body.Find("params") ?? body with { Children = [] }, called, module.Name))
                    yield return fault;
            }

            string[] outputs = [.. called.Declarations("output").Select(static output => output.Name)];
            foreach (var use in file.Root.All().Where(node => IsOutputOf(node, module.Name) && !outputs.Contains(node.Value.Text, StringComparer.Ordinal)))
                yield return (use.Line, $"{path} has no output '{use.Value.Text}'");
        }
    }

    private static bool IsOutputOf(Node node, string module) =>
        node is { Type: "member_expression", Children: [{ Type: "member_expression", Children: [var root, { Text: "outputs" }] }, _] } && root.Text == module;

    private IEnumerable<(int, string)> Given(Node values, Source called, string who)
    {
        Dictionary<string, Node> declared = called.Declarations("parameter").ToDictionary(static parameter => parameter.Name, StringComparer.Ordinal);
        foreach (var value in values.Properties)
        {
            if (!declared.TryGetValue(value.Name, out var parameter))
                yield return (value.Line, $"{called.Path} has no parameter '{value.Name}'");
            else
                foreach (var misfit in new DeclaredTypes(files).Misfits(value.Value, parameter.Children[1], value.Name))
                    yield return misfit;
        }

        foreach (var missing in declared.Values.Where(parameter => DeclaredTypes.IsRequired(parameter) && values.Find(parameter.Name) is null))
            yield return (values.Line, $"{who} is not given '{missing.Name}'");
    }

    private IEnumerable<(int, string)> ParameterFile(Source file)
    {
        var assigned = file.Declarations("variable").Select(static value => new Node("object_property", value.Line, "", value.Children));
        return Given(new("object", 1, "", [.. assigned]), files.Single(static other => other.Path == "main.bicep"), file.Path);
    }

    /// <summary>A member of a variable that is an object must be there.</summary>
    private static IEnumerable<(int, string)> Members(Source file) =>
        from variable in file.Declarations("variable")
        where variable.Value.Type == "object"
        from use in file.Root.All()
        where use is { Type: "member_expression", Children: [{ Type: "identifier" } root, _] } && root.Text == variable.Name && variable.Value.Find(use.Value.Text) is null
        select (use.Line, $"{variable.Name} has no '{use.Value.Text}'");

    private static IEnumerable<(int, string)> Documented(Source file)
    {
        for (var i = 0; i < file.Root.Children.Count; i++)
        {
            var node = file.Root.Children[i];
            if (node.Type is "parameter_declaration" or "output_declaration"
                && !(i > 0 && file.Root.Children[i - 1].All().Any(static part => part is { Type: "identifier", Text: "description" })))
                yield return (node.Line, $"'{node.Name}' has no description");
        }
    }

    private static IEnumerable<(int, string)> Secrets(Source file) =>
        from line in file.Text.Split('\n').Index()
        let match = Forbidden.Match(line.Item)
        where match.Success && !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
        select (line.Index + 1, $"'{match.Value}' has no place here: nothing has a key, and the plan refuses some settings");

    [GeneratedRegex(
        @"\.?list(Keys|ConnectionStrings|Credentials|AccountSas|ServiceSas|Secrets)\w*\(|primaryKey|primarySharedKey|AccountKey=|SharedAccessKey|\bcore\.windows\.net|__(ConnectionString|AccessKey|accountKey)\b" +
        @"|^\s*(AzureWebJobsStorage|EventHubConnection):|\b(FUNCTIONS_WORKER_RUNTIME|FUNCTIONS_EXTENSION_VERSION|WEBSITE_RUN_FROM_PACKAGE|WEBSITE_CONTENTSHARE|SCM_DO_BUILD_DURING_DEPLOYMENT|linuxFxVersion|alwaysOn):",
        RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Forbidden { get; }
}
