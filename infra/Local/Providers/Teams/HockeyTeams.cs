namespace LiveView.Local.Providers;

/// <summary>NHL teams. Columns: abbreviation, location, name, region.</summary>
internal static class HockeyTeams
{
    public const string Table = """
        ANA|Anaheim|Ducks|CA
        BOS|Boston|Bruins|MA
        BUF|Buffalo|Sabres|NY
        CGY|Calgary|Flames|AB
        CAR|Carolina|Hurricanes|NC
        CHI|Chicago|Blackhawks|IL
        COL|Colorado|Avalanche|CO
        CBJ|Columbus|Blue Jackets|OH
        DAL|Dallas|Stars|TX
        DET|Detroit|Red Wings|MI
        EDM|Edmonton|Oilers|AB
        FLA|Florida|Panthers|FL
        LA|Los Angeles|Kings|CA
        MIN|Minnesota|Wild|MN
        MTL|Montreal|Canadiens|QC
        NSH|Nashville|Predators|TN
        NJ|New Jersey|Devils|NJ
        NYI|New York|Islanders|NY
        NYR|New York|Rangers|NY
        OTT|Ottawa|Senators|ON
        PHI|Philadelphia|Flyers|PA
        PIT|Pittsburgh|Penguins|PA
        SJ|San Jose|Sharks|CA
        SEA|Seattle|Kraken|WA
        STL|St. Louis|Blues|MO
        TB|Tampa Bay|Lightning|FL
        TOR|Toronto|Maple Leafs|ON
        UTAH|Utah|Mammoth|UT
        VAN|Vancouver|Canucks|BC
        VGK|Vegas|Golden Knights|NV
        WSH|Washington|Capitals|DC
        WPG|Winnipeg|Jets|MB
        """;
}
