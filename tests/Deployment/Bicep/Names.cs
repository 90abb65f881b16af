namespace LiveView.Deployment.Tests.Bicep;

/// <summary>Every name that is used is declared, and every one that is declared is used.</summary>
internal static class Names
{
    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        "union", "map", "flatten", "items", "string", "empty", "take", "split", "replace", "uniqueString", "guid", "subscription", "resourceGroup", "environment", "json", "filter",
        "subscriptionResourceId", "loadJsonContent", "loadTextContent", "toLower", "length", "contains", "first", "last", "join", "concat", "range", "int", "bool", "max", "min", "toObject", "any",
        "description", "minLength", "maxLength", "minValue", "maxValue", "export", "metadata", "secure", "allowed", "readEnvironmentVariable",
    };

    public static IEnumerable<(int Line, string Fault)> Faults(Source file)
    {
        HashSet<string> declared = new(StringComparer.Ordinal);
        foreach (var node in file.Root.All().Where(static node => node.Type.EndsWith("_declaration", StringComparison.Ordinal)))
            declared.Add(node.Name);
        foreach (var import in file.Root.Children.Where(static node => node.Type == "import_functionality"))
            declared.UnionWith(import.Children.Where(static child => child.Type == "identifier").Select(static name => name.Text));
        List<Node> used = [];
        foreach (var node in file.Root.Children.Where(static node => node.Type is not ("import_functionality" or "metadata_declaration")))
            Walk(node, declared, used);

        foreach (var name in used.Where(name => !declared.Contains(name.Text)))
            yield return (name.Line, $"nothing is named '{name.Text}'");
        var texts = used.Select(static name => name.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var unused in file.Declarations("parameter").Concat(file.Declarations("variable")).Where(one => !texts.Contains(one.Name)))
            yield return (unused.Line, $"'{unused.Name}' is not used");
    }

    private static void Walk(Node node, HashSet<string> declared, List<Node> used)
    {
        switch (node.Type)
        {
            case "identifier":
                used.Add(node);
                break;
            case "call_expression" when node.Children[0].Type == "identifier":
                if (!Functions.Contains(node.Children[0].Text))
                    used.Add(node.Children[0]);
                Each(node.Children.Skip(1), declared, used);
                break;
            case "object_property" when node.Children[0].Type is "identifier" or "compatible_identifier":
                Each(node.Children.Skip(1), declared, used);
                break;
            case "for_statement" or "lambda_expression":
                HashSet<string> inner = new(declared, StringComparer.Ordinal);
                inner.UnionWith(node.Children.Take(node.Children.Count - 1).SelectMany(static child => child.Type == "for_loop_parameters" ? child.Children : [child]).Select(static name => name.Text));
                List<Node> inside = [];
                Each(node.Children.Skip(1), inner, inside);
                used.AddRange(inside.Where(name => declared.Contains(name.Text) || !inner.Contains(name.Text)));
                break;
            default:
                var isDeclaration = node.Type.EndsWith("_declaration", StringComparison.Ordinal);
                Each(node.Children.Skip(isDeclaration ? 1 : 0), declared, used);
                break;
        }
    }

    private static void Each(IEnumerable<Node> nodes, HashSet<string> declared, List<Node> used)
    {
        foreach (var node in nodes)
            Walk(node, declared, used);
    }
}
