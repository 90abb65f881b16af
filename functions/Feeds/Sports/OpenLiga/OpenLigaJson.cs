using System.Text.Json;

namespace LiveView.Feeds.Sports.OpenLiga;

/// <summary>Finds a field under either spelling.</summary>
internal static class OpenLigaJson
{
    extension(JsonElement json)
    {
        /// <summary>The field <c>matchID</c> or <c>MatchID</c>; null where there is none, or it is null.</summary>
        public JsonElement? Field(string name)
        {
            if (json.ValueKind != JsonValueKind.Object)
                return null;
            return json.TryGetProperty(name, out var value) || json.TryGetProperty(char.ToUpperInvariant(name[0]) + name[1..], out value)
                ? value.ValueKind == JsonValueKind.Null ? null : value
                : null;
        }
    }
}
