namespace LiveView.Deployment.Tests.Bicep;

/// <summary>A node of the syntax tree, in the words of the grammar.</summary>
internal sealed record Node(string Type, int Line, string Text, IReadOnlyList<Node> Children)
{
    /// <summary>What a text without interpolation says; null for anything else.</summary>
    public string? Literal =>
        Type != "string" || Children.Any(static child => child.Type == "interpolation") ? null
        : Text.StartsWith("'''", StringComparison.Ordinal) ? Text[3..^3] : Text[1..^1];

    /// <summary>The name that a declaration gives, or that a property has.</summary>
    public string Name => Children.Count == 0 ? "" : Children[0].Literal ?? Children[0].Text;

    /// <summary>Properties of an object; nested resources are none.</summary>
    public IEnumerable<Node> Properties =>
        Children.Where(static child => child.Type == "object_property" && child.Children[0].Type != "resource_declaration");

    /// <summary>The value of a property or a declaration: what comes last.</summary>
    public Node Value => Children[^1];

    /// <summary>A property's value; null where there is none.</summary>
    public Node? Find(string property) => Properties.FirstOrDefault(one => one.Name == property)?.Value;

    /// <summary>This node and all below it.</summary>
    public IEnumerable<Node> All() => Children.SelectMany(static child => child.All()).Prepend(this);

    /// <summary>The objects that an expression may be: both arms of a choice, the body of a loop or a condition.</summary>
    public IEnumerable<Node> Objects() => Type switch
    {
        "object" => [this],
        "ternary_expression" => Children.Skip(1).SelectMany(static arm => arm.Objects()),
        "for_statement" or "if_statement" or "parenthesized_expression" => Value.Objects(),
        _ => [],
    };
}
