using System.Globalization;

namespace LiveView.Handler.Ingest.Providers;

/// <summary>The NHL's web API: the scores of a day, and the play-by-play of a game. <c>score/now</c> would be a redirect.</summary>
internal sealed class Nhl : Provider
{
    public override string Name => "nhl";

    public override string Section => ProviderOptions.Nhl;

    public override void Prepare(ProviderOptions options)
    {
        options.BaseAddress = new("https://api-web.nhle.com/");
        options.Targets = "hockey/nhl";
        options.ShortestSeconds = 10;
        options.CallsPerMinute = 240; // the board and some fifteen games, every ten seconds
    }

    public override string Path(string target, DateTimeOffset now) => target.Split('/') is [_, _, var game, _]
        ? $"v1/gamecenter/{game}/play-by-play"
        : $"v1/score/{Evening.Of(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}
