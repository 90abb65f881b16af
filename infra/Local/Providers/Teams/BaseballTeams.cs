namespace LiveView.Local.Providers;

/// <summary>MLB teams. Columns: abbreviation, location, name, region.</summary>
internal static class BaseballTeams
{
    public const string Table = """
        ARI|Arizona|Diamondbacks|AZ
        ATH|Athletics|Athletics|CA
        ATL|Atlanta|Braves|GA
        BAL|Baltimore|Orioles|MD
        BOS|Boston|Red Sox|MA
        CHC|Chicago|Cubs|IL
        CHW|Chicago|White Sox|IL
        CIN|Cincinnati|Reds|OH
        CLE|Cleveland|Guardians|OH
        COL|Colorado|Rockies|CO
        DET|Detroit|Tigers|MI
        HOU|Houston|Astros|TX
        KC|Kansas City|Royals|MO
        LAA|Los Angeles|Angels|CA
        LAD|Los Angeles|Dodgers|CA
        MIA|Miami|Marlins|FL
        MIL|Milwaukee|Brewers|WI
        MIN|Minnesota|Twins|MN
        NYM|New York|Mets|NY
        NYY|New York|Yankees|NY
        PHI|Philadelphia|Phillies|PA
        PIT|Pittsburgh|Pirates|PA
        SD|San Diego|Padres|CA
        SF|San Francisco|Giants|CA
        SEA|Seattle|Mariners|WA
        STL|St. Louis|Cardinals|MO
        TB|Tampa Bay|Rays|FL
        TEX|Texas|Rangers|TX
        TOR|Toronto|Blue Jays|ON
        WSH|Washington|Nationals|DC
        """;
}
