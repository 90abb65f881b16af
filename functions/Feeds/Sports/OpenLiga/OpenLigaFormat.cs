using System.Text.Json;

namespace LiveView.Feeds.Sports.OpenLiga;

/// <summary>OpenLigaDB's <c>getmatchdata</c>: a list of matches, in camelCase today and in PascalCase before.</summary>
internal sealed class OpenLigaFormat : JsonFormat
{
    protected override IEnumerable<byte[]>? Matches(JsonElement answer, SportsTarget target)
    {
        if (target.Game is not null || answer.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var match in answer.EnumerateArray())
        {
            if (match.Field("matchID") is null
                || match.Field("leagueShortcut")?.AsText() is { } league && league != OpenLigaLeagues.Shortcut(target.League.Name))
                return null;
        }

        return [.. answer.EnumerateArray().Select(RawBytes.Of)];
    }

    protected override Reading Read(JsonElement match, SportsTarget target) => OpenLigaMatch.Read(match, target.League);
}
