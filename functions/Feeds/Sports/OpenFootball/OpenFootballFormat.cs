using System.Text.Json;

namespace LiveView.Feeds.Sports.OpenFootball;

/// <summary>openfootball's files: a season or a cup in one document, kept by hand. A place in the draw (<c>W83</c>) is no side, so no match.</summary>
internal sealed class OpenFootballFormat : JsonFormat
{
    protected override IEnumerable<byte[]>? Matches(JsonElement answer, SportsTarget target) =>
        target.Game is null && answer.Text("name"u8) is { } name && name.Contains(Word(target.League), StringComparison.OrdinalIgnoreCase)
            && answer.Child("matches"u8) is { ValueKind: JsonValueKind.Array } matches
                ? [.. matches.EnumerateArray().Where(static match => !IsPlace(match.Text("team1"u8)) && !IsPlace(match.Text("team2"u8))).Select(RawBytes.Of)]
                : null;

    protected override Reading Read(JsonElement match, SportsTarget target) => OpenFootballMatch.Read(match, target.League);

    // W83, L101, 1A, 3A/B/C: there is a digit in none of the teams of a cup.
    private static bool IsPlace(string? team) =>
        team is ['W' or 'L', >= '0' and <= '9', ..] or [>= '1' and <= '4', >= 'A' and <= 'Z'] or [>= '1' and <= '4', >= 'A' and <= 'Z', '/', ..];

    // What a document of the league has in its name.
    private static string Word(League league) => league.Name switch
    {
        "fifa.world" => "World Cup",
        "eng.1" => "Premier League",
        "ger.1" => "Bundesliga",
        "esp.1" => "Primera División",
        "ita.1" => "Serie A",
        "fra.1" => "Ligue 1",
        _ => "",
    };
}
