namespace LiveView.Handler.Ingest.Providers;

/// <summary>
/// ESPN's scoreboards: one answer for a league's day. No dates are sent: a range is refused since September 2026, and without one the day
/// is today's. A limit of 500 is complete; of 600 and more the list is silently cut.
/// </summary>
internal sealed class Espn : Provider
{
    public override string Name => "espn";

    public override string Section => ProviderOptions.Espn;

    public override void Prepare(ProviderOptions options)
    {
        options.BaseAddress = new("https://site.api.espn.com/");
        options.Targets = "soccer/eng.1,basketball/nba,football/nfl,baseball/mlb,hockey/nhl";
        options.CallsPerMinute = 600;
    }

    public override string Path(string target, DateTimeOffset now) => $"apis/site/v2/sports/{target}/scoreboard?limit=500";

    // "Failed to get events endpoint" is about the address, which will be the same: it is not asked again soon.
    public override TimeSpan AfterRefusal(int status) => status == 400 ? TimeSpan.FromMinutes(10) : base.AfterRefusal(status);
}
