using System.Text.Json;

namespace LiveView.Deployment.Tests.Bicep;

/// <summary>
/// What we use of Azure's resource types, written down by hand from the published types: version, properties and their kinds, what must be
/// so. A key that ends in <c>*</c> is required, <c>{}</c> stands for any key, <c>a|b</c> and <c>=a</c> are closed sets.
/// </summary>
internal sealed class Shapes(JsonElement table)
{
    public static Shapes Read() => new(JsonDocument.Parse(Repository.Read("tests/Deployment/Bicep/shapes.json")).RootElement);

    public JsonElement? Find(string type) => table.GetProperty("types").TryGetProperty(type, out var shape) ? shape : null;

    public string? Role(string name) => table.GetProperty("roles").TryGetProperty(name, out var id) ? id.GetString() : null;

    /// <summary>What does not fit.</summary>
    /// <param name="value">An expression; what cannot be known before it runs fits.</param>
    /// <param name="shape">What is wanted.</param>
    /// <param name="path">Where it stands.</param>
    public static IEnumerable<(int Line, string Fault)> Misfits(Node value, JsonElement shape, string path)
    {
        switch (value.Type)
        {
            case "ternary_expression":
                return value.Children.Skip(1).SelectMany(arm => Misfits(arm, shape, path));
            case "if_statement" or "parenthesized_expression":
                return Misfits(value.Value, shape, path);
            case "for_statement" when shape.ValueKind == JsonValueKind.Array:
                return Misfits(value.Value, shape[0], path);
            case "array" when shape.ValueKind == JsonValueKind.Array:
                return value.Children.SelectMany(item => Misfits(item, shape[0], path));
            case "object" when shape.ValueKind == JsonValueKind.Object:
                return Members(value, shape, path);
            case "object" or "array" or "for_statement" or "string" or "number" or "boolean":
                return Accepts(shape, value) ? [] : [(value.Line, $"{path} is {shape.GetRawText()}, not {Short(value)}")];
            default:
                return [];
        }
    }

    private static IEnumerable<(int, string)> Members(Node value, JsonElement shape, string path)
    {
        var any = shape.TryGetProperty("{}", out var other);
        foreach (var property in value.Properties)
        {
            var name = property.Name;
            if (shape.TryGetProperty(name, out var inner) || shape.TryGetProperty($"{name}*", out inner) || (any && (inner = other).ValueKind != JsonValueKind.Undefined))
            {
                foreach (var misfit in Misfits(property.Value, inner, $"{path}.{name}"))
                    yield return misfit;
            }
            else
            {
                yield return (property.Line, $"{path} has no '{name}'");
            }
        }

        foreach (var required in shape.EnumerateObject().Where(static member => member.Name.EndsWith('*')))
        {
            if (value.Find(required.Name[..^1]) is null)
                yield return (value.Line, $"{path} lacks '{required.Name[..^1]}'");
        }
    }

    private static bool Accepts(JsonElement shape, Node value)
    {
        if (shape.ValueKind != JsonValueKind.String)
            return false;
        var kind = shape.GetString()!; // a string has one
        return kind switch
        {
            "any" => true,
            "string" => value.Type == "string",
            "int" => value.Type == "number",
            "bool" => value.Type == "boolean",
            _ => value.Type == "string" && (value.Literal is not { } text || kind.TrimStart('=').Split('|').Contains(text, StringComparer.Ordinal)),
        };
    }

    private static string Short(Node value) => value.Text.Length > 0 ? value.Text : value.Type;
}
