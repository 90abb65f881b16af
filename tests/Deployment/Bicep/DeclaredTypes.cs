namespace LiveView.Deployment.Tests.Bicep;

/// <summary>What a value must be where bicep itself says so: by the type of a parameter, ours included.</summary>
internal sealed class DeclaredTypes(IReadOnlyList<Source> files)
{
    /// <summary>Whether a parameter must be given: it has no default and is not nullable.</summary>
    public static bool IsRequired(Node parameter) => parameter.Children.Count < 3 && !parameter.All().Any(static part => part.Type == "nullable_type");

    /// <summary>What does not fit.</summary>
    public IEnumerable<(int Line, string Fault)> Misfits(Node value, Node type, string path)
    {
        switch (type.Type)
        {
            case "type" or "parenthesized_type":
                return Misfits(value, type.Children[0], path);
            case "array_type" when value.Type == "array":
                return value.Children.SelectMany(item => Misfits(item, type.Children[0], path));
            case "primitive_type":
                return value.Type is "string" or "number" or "boolean" or "object" or "array" && value.Type != Literal(type.Text)
                    ? [(value.Line, $"'{path}' is a {type.Text}, not {value.Text}")]
                    : [];
            case "union_type":
                string[] members = [.. type.All().Where(static node => node.Children.Count == 0 || node.Type == "string").Select(static node => node.Text)];
                return value.Type is "string" or "number" && !members.Contains(value.Text, StringComparer.Ordinal)
                    ? [(value.Line, $"'{path}' is one of {string.Join(", ", members.Distinct(StringComparer.Ordinal))}, not {value.Text}")]
                    : [];
            case "identifier" when Named(type.Text) is { } named:
                return Misfits(value, named, path);
            case "object" when value.Type == "object":
                return Members(value, type, path);
            default:
                return [];
        }
    }

    private IEnumerable<(int, string)> Members(Node value, Node type, string path)
    {
        Node[] members = [.. type.Properties];
        if (members.Length == 0) // { *: string }
            yield break;
        foreach (var given in value.Properties)
        {
            if (Array.Find(members, member => member.Name == given.Name) is not { } member)
                yield return (given.Line, $"'{path}' has no '{given.Name}'");
            else
                foreach (var misfit in Misfits(given.Value, member.Value, $"{path}.{given.Name}"))
                    yield return misfit;
        }

        foreach (var missing in members.Where(member => value.Find(member.Name) is null))
            yield return (value.Line, $"'{path}' lacks '{missing.Name}'");
    }

    private Node? Named(string name) => files.SelectMany(static file => file.Declarations("type")).FirstOrDefault(type => type.Name == name)?.Value;

    private static string Literal(string primitive) => primitive switch { "int" => "number", "bool" => "boolean", _ => primitive };
}
