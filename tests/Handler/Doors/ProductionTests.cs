using LiveView.Handler.Doors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Tests.Doors;

/// <summary>What the host says before it starts in production.</summary>
public sealed class ProductionTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["LV_ENV"] = "production",
        ["Identity:Secret"] = "kW7-qT2vZx9LmN4pRs6uYb8cEf1gHj3D",
        ["CORS_ORIGINS"] = "https://live.example",
        ["PubSub:Endpoint"] = "https://name.webpubsub.azure.com",
        ["PubSub:EventAudience"] = "api://live-view-events",
        ["Storage:AccountName"] = "name",
        ["Providers:Espn:BaseAddress"] = "https://site.api.espn.com/",
    };

    [Theory]
    [InlineData("production")]
    [InlineData("prod")]
    [InlineData("Production")]
    public void What_is_fit_starts(string environment) =>
        Assert.Null(Xunit.Record.Exception(() => Production.Demand(Settings(("LV_ENV", environment)))));

    [Theory]
    [InlineData("Identity:Secret", "", "Nobody can prove")]
    [InlineData("Identity:Secret", "short-kW7-qT2vZx9", "fewer than 32")]
    [InlineData("Identity:Secret", "development-secret-development-se", "sample")]
    [InlineData("Identity:Secret", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "sample")]
    [InlineData("Identity:PreviousSecret", "short-kW7-qT2vZx9", "fewer than 32")]
    [InlineData("Push:Key", "kW7-qT2vZx9", "fewer than 16")]
    [InlineData("Push:Key", "changeme-changeme", "sample")]
    [InlineData("CORS_ORIGINS", "*", "CORS_ORIGINS")]
    [InlineData("CORS_ORIGINS", "", "CORS_ORIGINS")]
    [InlineData("CORS_ORIGINS", "http://localhost:5173", "CORS_ORIGINS")]
    [InlineData("LV_WS_REQUIRE_AUTH", "0", "LV_WS_REQUIRE_AUTH")]
    [InlineData("PubSub:Endpoint", "http://name.webpubsub.azure.com", "PubSub:Endpoint")]
    [InlineData("PubSub:EventAudience", "", "cannot prove its events")]
    [InlineData("Storage:ConnectionString", "UseDevelopmentStorage=true", "Storage:ConnectionString")]
    [InlineData("Providers:Espn:BaseAddress", "http://site.api.espn.com/", "Providers:Espn:BaseAddress")]
    [Trait("Requirement", "8")]
    [Trait("Requirement", "51")]
    [Trait("Requirement", "53")]
    [Trait("Requirement", "103")]
    [Trait("Requirement", "128")]
    public void What_is_not_does_not_start_and_says_why(string name, string value, string says)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Production.Demand(Settings((name, value))));
        Assert.Contains(says, Assert.Single(refused.Failures), StringComparison.Ordinal);
        Production.Demand(Settings((name, value), ("LV_ENV", "development"))); // on a laptop it may be so
    }

    [Fact]
    [Trait("Requirement", "109")]
    public void All_that_is_wrong_is_said_at_once()
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Production.Demand(Settings(
            ("Identity:Secret", "short"), ("CORS_ORIGINS", "*"), ("LV_WS_REQUIRE_AUTH", "false"), ("PubSub:Endpoint", "http://x"))));
        Assert.Equal(5, refused.Failures.Count()); // the secret is short, and as easy to guess as a sample
    }

    private static IConfiguration Settings(params IEnumerable<(string Name, string Value)> others)
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (name, value) in others)
            settings[name] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
