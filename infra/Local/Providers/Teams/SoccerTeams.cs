namespace LiveView.Local.Providers;

/// <summary>Premier League clubs; one small club has no abbreviation, which the real feed does too. Columns: abbreviation, location, name, region.</summary>
internal static class SoccerTeams
{
    public const string Table = """
        ARS|Arsenal|Arsenal|London
        AVL|Aston Villa|Aston Villa|Birmingham
        BOU|Bournemouth|Bournemouth|Bournemouth
        BRE|Brentford|Brentford|London
        BHA|Brighton|Brighton|Brighton
        BUR|Burnley|Burnley|Burnley
        CHE|Chelsea|Chelsea|London
        CRY|Crystal Palace|Crystal Palace|London
        EVE|Everton|Everton|Liverpool
        FUL|Fulham|Fulham|London
        LEE|Leeds United|Leeds United|Leeds
        LIV|Liverpool|Liverpool|Liverpool
        MNC|Manchester City|Manchester City|Manchester
        MAN|Manchester United|Manchester United|Manchester
        NEW|Newcastle United|Newcastle United|Newcastle
        NFO|Nottingham Forest|Nottingham Forest|Nottingham
        |Sunderland|Sunderland|Sunderland
        TOT|Tottenham Hotspur|Tottenham Hotspur|London
        WHU|West Ham United|West Ham United|London
        WOL|Wolverhampton|Wolverhampton|Wolverhampton
        """;
}
