namespace LiveView.Handler.Ingest.Providers;

/// <summary>The NBA's own files: the board of today, and the play-by-play of a game. It runs 10 to 30 s behind the arena.</summary>
internal sealed class Nba : Provider
{
    public override string Name => "nba";

    public override string Section => ProviderOptions.Nba;

    public override void Prepare(ProviderOptions options)
    {
        options.BaseAddress = new("https://cdn.nba.com/");
        options.Targets = "basketball/nba";
        options.ShortestSeconds = 10;
        options.CallsPerMinute = 240; // the board and some fifteen games, every ten seconds
    }

    public override string Path(string target, DateTimeOffset now) => target.Split('/') is [_, _, var game, _]
        ? $"static/json/liveData/playbyplay/playbyplay_{game}.json"
        : "static/json/liveData/scoreboard/todaysScoreboard_00.json";
}
