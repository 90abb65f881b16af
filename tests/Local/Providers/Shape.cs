using System.Text.Json;
using System.Text.Json.Nodes;

namespace LiveView.Local.Tests.Providers;

/// <summary>The paths of documents, with what was found at each: "events[].id" is a "string".</summary>
internal static class Shape
{
    public static Dictionary<string, HashSet<string>> Of(IReadOnlyList<JsonNode> documents)
    {
        var shape = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var document in documents)
            Walk(document, "", shape);
        return shape;
    }

    private static void Walk(JsonNode? node, string path, Dictionary<string, HashSet<string>> shape)
    {
        if (path.Length > 0)
        {
            if (!shape.TryGetValue(path, out var kinds))
                shape[path] = kinds = [];
            kinds.Add(Kind(node));
        }

        if (node is JsonObject members)
            foreach (var (name, value) in members)
                Walk(value, path.Length == 0 ? name : $"{path}.{name}", shape);
        else if (node is JsonArray elements)
            foreach (var element in elements)
                Walk(element, $"{path}[]", shape);
    }

    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "bool",
        { } kind => kind.ToString().ToLowerInvariant(),
    };
}
