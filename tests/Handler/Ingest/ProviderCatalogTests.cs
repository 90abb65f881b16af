using LiveView.Handler.Ingest;
using LiveView.Handler.Ingest.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests.Ingest;

public sealed class ProviderCatalogTests
{
    private static readonly DateTimeOffset Evening = new(2026, 11, 21, 3, 30, 0, TimeSpan.Zero); // the evening of the 20th in North America

    [Theory]
    [InlineData("espn", "soccer/eng.1", "https://site.api.espn.com/apis/site/v2/sports/soccer/eng.1/scoreboard?limit=500")]
    [InlineData("nba", "basketball/nba", "https://cdn.nba.com/static/json/liveData/scoreboard/todaysScoreboard_00.json")]
    [InlineData("nba", "basketball/nba/0022000001/nba.20201222.gsw.bkn", "https://cdn.nba.com/static/json/liveData/playbyplay/playbyplay_0022000001.json")]
    [InlineData("nhl", "hockey/nhl", "https://api-web.nhle.com/v1/score/2026-11-20")]
    [InlineData("nhl", "hockey/nhl/2023020204/nhl.20231110.min.buf", "https://api-web.nhle.com/v1/gamecenter/2023020204/play-by-play")]
    [InlineData("mlb", "baseball/mlb", "https://statsapi.mlb.com/api/v1/schedule?sportId=1&hydrate=team,linescore&date=2026-11-20")]
    [InlineData("mlb", "baseball/mlb/745804/mlb.20240605.mil.phi", "https://statsapi.mlb.com/api/v1.1/game/745804/feed/live")]
    [InlineData("openligadb", "soccer/ger.1", "https://api.openligadb.de/getmatchdata/bl1")]
    [InlineData("openfootball", "soccer/eng.1", "https://raw.githubusercontent.com/openfootball/football.json/master/2026-27/en.1.json")]
    [InlineData("openfootball", "soccer/fifa.world", "https://raw.githubusercontent.com/openfootball/worldcup.json/master/2026/worldcup.json")]
    public void A_target_is_one_address(string provider, string target, string address)
    {
        var catalog = Catalog([]);
        var found = catalog.Find(provider)!;
        Assert.Equal(address, new Uri(catalog.Settings(found).BaseAddress!, found.Path(target, Evening)).AbsoluteUri);
    }

    [Theory]
    [InlineData(1, "2025-26")]
    [InlineData(7, "2026-27")]
    public void A_season_of_football_begins_in_July(int month, string season) =>
        Assert.Contains($"/{season}/", new OpenFootball().Path("soccer/ger.1", new(2026, month, 1, 0, 0, 0, TimeSpan.Zero)), StringComparison.Ordinal);

    [Fact]
    public void An_address_that_espn_does_not_understand_is_left_alone_for_ten_minutes()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), new Espn().AfterRefusal(400));
        Assert.Equal(TimeSpan.FromMinutes(1), new Espn().AfterRefusal(403));
    }

    [Fact]
    public void Targets_come_from_the_settings_of_every_provider_and_none_from_one_without()
    {
        var catalog = Catalog([new("Providers:Espn:Targets", "soccer/eng.1, hockey/nhl"), new("Providers:Nhl:Targets", "hockey/nhl"), new("Providers:Nba:Targets", "")]);
        var targets = catalog.Targets(Evening).ToList();
        Assert.Equal(["sports|espn|hockey|nhl", "sports|espn|soccer|eng.1", "sports|nhl|hockey|nhl"], targets.Where(static target => target.Provider is "espn" or "nhl").Select(static target => target.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(targets, static target => target.Provider == "nba");
        Assert.All(targets, static target => Assert.Equal(Evening, target.Next));
    }

    [Fact]
    public void Settings_that_cannot_be_meant_are_said_at_the_start()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Catalog([new("Providers:Nba:LongestSeconds", "0")]).Settings(new Nba()));
        Assert.Contains("LongestSeconds", failure.Message, StringComparison.Ordinal);
    }

    private static ProviderCatalog Catalog(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>();
        foreach (var provider in ProviderCatalog.All)
            services.AddOptions<ProviderOptions>(provider.Name).Configure(provider.Prepare).BindConfiguration(provider.Section);
        return new(ProviderCatalog.All, services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<ProviderOptions>>());
    }
}
