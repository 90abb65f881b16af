namespace LiveView.Local.Providers;

/// <summary>A league as the provider names it: the ids are the real ones, because consumers tell a wrong document by them.</summary>
/// <param name="Sport">What is played.</param>
/// <param name="Path">The sport in the address, such as "basketball".</param>
/// <param name="Slug">The league in the address, such as "nba".</param>
/// <param name="SportId">The <c>s:</c> of a uid.</param>
/// <param name="Id">The <c>l:</c> of a uid.</param>
/// <param name="Name">The full name.</param>
/// <param name="Abbreviation">The short name.</param>
/// <param name="Regulation">Periods without overtime.</param>
/// <param name="MatchesAnEvening">How many kick off in one evening.</param>
/// <param name="Positions">What the players play.</param>
/// <param name="Teams">An even number of teams, so that nobody sits out a round.</param>
internal sealed record League(
    Sport Sport,
    string Path,
    string Slug,
    int SportId,
    int Id,
    string Name,
    string Abbreviation,
    int Regulation,
    int MatchesAnEvening,
    IReadOnlyList<string> Positions,
    IReadOnlyList<Team> Teams)
{
    public bool IsSoccer => Sport == Sport.Soccer;

    /// <summary>The prefix of every uid in this league.</summary>
    public string Uid => $"s:{SportId}~l:{Id}";

    /// <summary>Reads a table of teams, a line each: <c>abbreviation|location|name|region</c>.</summary>
    public static IReadOnlyList<Team> Read(string table) =>
    [
        .. table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('|'))
            .Select((cells, row) => new Team(row + 1, cells[0].Length == 0 ? null : cells[0], cells[1], cells[2], cells[3])),
    ];
}
