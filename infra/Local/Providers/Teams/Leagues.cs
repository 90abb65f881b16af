namespace LiveView.Local.Providers;

/// <summary>The five leagues that play every evening.</summary>
internal static class Leagues
{
    public static League Soccer { get; } = new(
        Sport.Soccer, "soccer", "eng.1", 600, 700, "English Premier League", "Prem", 2, 5, ["F", "CM-L", "CM-R", "LB", "RB", "CD-L", "SUB"], League.Read(SoccerTeams.Table));

    public static League Basketball { get; } = new(
        Sport.Basketball, "basketball", "nba", 40, 46, "National Basketball Association", "NBA", 4, 5, ["PG", "SG", "SF", "PF", "C"], League.Read(BasketballTeams.Table));

    public static League Football { get; } = new(
        Sport.Football, "football", "nfl", 20, 28, "National Football League", "NFL", 4, 4, ["QB", "RB", "WR", "TE", "LB", "PK"], League.Read(FootballTeams.Table));

    public static League Baseball { get; } = new(
        Sport.Baseball, "baseball", "mlb", 1, 10, "Major League Baseball", "MLB", 9, 4, ["SP", "C", "1B", "2B", "SS", "CF"], League.Read(BaseballTeams.Table));

    public static League Hockey { get; } = new(
        Sport.Hockey, "hockey", "nhl", 70, 90, "National Hockey League", "NHL", 3, 5, ["C", "LW", "RW", "D", "G"], League.Read(HockeyTeams.Table));

    public static IReadOnlyList<League> All { get; } = [Soccer, Basketball, Football, Baseball, Hockey];

    /// <summary>The league at an address, or null when there is none.</summary>
    public static League? Find(string path, string slug) =>
        All.FirstOrDefault(league => league.Path == path && league.Slug == slug);
}
