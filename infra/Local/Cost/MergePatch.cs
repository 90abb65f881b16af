using System.Text.Json.Nodes;

namespace LiveView.Local.Cost;

/// <summary>RFC 7396, written here once more: a meter must not be wrong together with what it measures.</summary>
internal static class MergePatch
{
    /// <summary>The document after a patch. Both stay as they are.</summary>
    public static JsonNode? Apply(JsonNode? document, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
            return patch?.DeepClone();
        var result = document is JsonObject ? (JsonObject)document.DeepClone() : [];
        foreach (var (name, change) in changes)
        {
            if (change is null)
                result.Remove(name);
            else
                result[name] = Apply(result[name], change);
        }

        return result;
    }

    /// <summary>
    /// One patch that does what two did, one after the other: a removal stays a removal. Where the first removed an object and the second brings it
    /// back there is no such patch; the one returned has the size of it, which is what is wanted here.
    /// </summary>
    public static JsonNode? Compose(JsonNode? first, JsonNode? then)
    {
        if (first is not JsonObject before || then is not JsonObject after)
            return then?.DeepClone();
        var result = (JsonObject)before.DeepClone();
        foreach (var (name, change) in after)
            result[name] = Compose(result[name], change);
        return result;
    }
}
