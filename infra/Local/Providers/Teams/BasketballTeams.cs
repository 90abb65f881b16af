namespace LiveView.Local.Providers;

/// <summary>NBA teams. Columns: abbreviation, location, name, region.</summary>
internal static class BasketballTeams
{
    public const string Table = """
        ATL|Atlanta|Hawks|GA
        BOS|Boston|Celtics|MA
        BKN|Brooklyn|Nets|NY
        CHA|Charlotte|Hornets|NC
        CHI|Chicago|Bulls|IL
        CLE|Cleveland|Cavaliers|OH
        DAL|Dallas|Mavericks|TX
        DEN|Denver|Nuggets|CO
        DET|Detroit|Pistons|MI
        GS|Golden State|Warriors|CA
        HOU|Houston|Rockets|TX
        IND|Indiana|Pacers|IN
        LAC|LA|Clippers|CA
        LAL|Los Angeles|Lakers|CA
        MEM|Memphis|Grizzlies|TN
        MIA|Miami|Heat|FL
        MIL|Milwaukee|Bucks|WI
        MIN|Minnesota|Timberwolves|MN
        NO|New Orleans|Pelicans|LA
        NY|New York|Knicks|NY
        OKC|Oklahoma City|Thunder|OK
        ORL|Orlando|Magic|FL
        PHI|Philadelphia|76ers|PA
        PHX|Phoenix|Suns|AZ
        POR|Portland|Trail Blazers|OR
        SAC|Sacramento|Kings|CA
        SA|San Antonio|Spurs|TX
        TOR|Toronto|Raptors|ON
        UTAH|Utah|Jazz|UT
        WSH|Washington|Wizards|DC
        """;
}
