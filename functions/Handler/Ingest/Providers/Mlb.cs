using System.Globalization;

namespace LiveView.Handler.Ingest.Providers;

/// <summary>MLB's StatsAPI: the schedule of a day with its line scores, and the live feed of a game, which asks for 10 s between two calls.</summary>
internal sealed class Mlb : Provider
{
    public override string Name => "mlb";

    public override string Section => ProviderOptions.Mlb;

    public override void Prepare(ProviderOptions options)
    {
        options.BaseAddress = new("https://statsapi.mlb.com/");
        options.Targets = "baseball/mlb";
        options.ShortestSeconds = 10;
        options.CallsPerMinute = 240; // the board and some fifteen games, every ten seconds
    }

    public override string Path(string target, DateTimeOffset now) => target.Split('/') is [_, _, var game, _]
        ? $"api/v1.1/game/{game}/feed/live"
        : $"api/v1/schedule?sportId=1&hydrate=team,linescore&date={Evening.Of(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}
