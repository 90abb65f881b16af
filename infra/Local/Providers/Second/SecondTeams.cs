namespace LiveView.Local.Providers;

/// <summary>What the other providers call the teams: the leagues' official codes, and the full names that volunteers write.</summary>
internal static class SecondTeams
{
    /// <summary>The league's own code, which is not always the scoreboard's.</summary>
    public static string Code(MatchState match, Side side) => (match.Match.League.Sport, match.Team(side).Abbreviation) switch
    {
        (Sport.Basketball, "GS") => "GSW",
        (Sport.Basketball, "NO") => "NOP",
        (Sport.Basketball, "NY") => "NYK",
        (Sport.Basketball, "SA") => "SAS",
        (Sport.Basketball, "UTAH") => "UTA",
        (Sport.Basketball, "WSH") => "WAS",
        (Sport.Hockey, "LA") => "LAK",
        (Sport.Hockey, "NJ") => "NJD",
        (Sport.Hockey, "SJ") => "SJS",
        (Sport.Hockey, "TB") => "TBL",
        (Sport.Hockey, "UTAH") => "UTA",
        (Sport.Baseball, "CHW") => "CWS",
        (Sport.Baseball, "ARI") => "AZ",
        (_, var code) => code ?? match.Team(side).Name,
    };

    /// <summary>The name of a club in full.</summary>
    public static string Club(Team team) => team.Name switch
    {
        "Bournemouth" => "AFC Bournemouth",
        "Brighton" => "Brighton & Hove Albion FC",
        "Wolverhampton" => "Wolverhampton Wanderers FC",
        var name => $"{name} FC",
    };

    /// <summary>Another number than the scoreboard's, as every provider counts for itself.</summary>
    public static long Id(MatchState match, Side side) => 1_610_612_000L + match.Team(side).Id;
}
