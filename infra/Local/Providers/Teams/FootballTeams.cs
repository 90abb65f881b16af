namespace LiveView.Local.Providers;

/// <summary>NFL teams. Columns: abbreviation, location, name, region.</summary>
internal static class FootballTeams
{
    public const string Table = """
        ARI|Arizona|Cardinals|AZ
        ATL|Atlanta|Falcons|GA
        BAL|Baltimore|Ravens|MD
        BUF|Buffalo|Bills|NY
        CAR|Carolina|Panthers|NC
        CHI|Chicago|Bears|IL
        CIN|Cincinnati|Bengals|OH
        CLE|Cleveland|Browns|OH
        DAL|Dallas|Cowboys|TX
        DEN|Denver|Broncos|CO
        DET|Detroit|Lions|MI
        GB|Green Bay|Packers|WI
        HOU|Houston|Texans|TX
        IND|Indianapolis|Colts|IN
        JAX|Jacksonville|Jaguars|FL
        KC|Kansas City|Chiefs|MO
        LV|Las Vegas|Raiders|NV
        LAC|Los Angeles|Chargers|CA
        LAR|Los Angeles|Rams|CA
        MIA|Miami|Dolphins|FL
        MIN|Minnesota|Vikings|MN
        NE|New England|Patriots|MA
        NO|New Orleans|Saints|LA
        NYG|New York|Giants|NJ
        NYJ|New York|Jets|NJ
        PHI|Philadelphia|Eagles|PA
        PIT|Pittsburgh|Steelers|PA
        SF|San Francisco|49ers|CA
        SEA|Seattle|Seahawks|WA
        TB|Tampa Bay|Buccaneers|FL
        TEN|Tennessee|Titans|TN
        WSH|Washington|Commanders|MD
        """;
}
