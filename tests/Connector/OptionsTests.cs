using System.Reflection;
using System.Text.Json;
using LiveView.Connector.Exchanges;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LiveView.Connector.Tests;

/// <summary>The settings: all of them are in the file that lies beside the executable, and what makes no sense is said at the start.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void Every_setting_is_in_the_settings_file_and_no_other()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.json")));
        Same<ConnectorOptions>(file.RootElement.GetProperty("Connector"));
        Same<EventHubsOptions>(file.RootElement.GetProperty("EventHubs"));
        Same<StorageOptions>(file.RootElement.GetProperty("Storage"));
        Assert.Equal(ExchangeOptions.All, file.RootElement.GetProperty("Exchanges").EnumerateObject().Select(static exchange => exchange.Name));
        foreach (var exchange in file.RootElement.GetProperty("Exchanges").EnumerateObject())
            Same<ExchangeOptions>(exchange.Value);
    }

    [Theory]
    [InlineData("EventHubs:ConnectionString", "", "EventHubs: set ConnectionString")]
    [InlineData("EventHubs:Partitions:raw", "0", "EventHubs: Partitions:raw")]
    [InlineData("Connector:Queue", "0", "Queue")]
    [InlineData("Exchanges:Kraken:Address", "ftp://example.org", "Exchanges:Kraken:Address")]
    [InlineData("Exchanges:Kraken:Symbols", "", "Exchanges:Kraken:Symbols")]
    public async Task A_setting_that_makes_no_sense_is_named_before_anything_starts(string name, string value, string complaint)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["EventHubs:ConnectionString"] = "Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true;",
            ["EventHubs:Partitions:raw"] = "4",
            ["Exchanges:Kraken:Address"] = "ws://127.0.0.1:1/",
            ["Exchanges:Kraken:Symbols"] = "XBT/USD",
            [name] = value,
        });
        builder.Services.AddMetrics().AddSingleton(TimeProvider.System).AddConnector();
        using var host = builder.Build();
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
    }

    private static void Same<T>(JsonElement section) => Assert.Equal(
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(static property => property.Name).Order(StringComparer.Ordinal),
        section.EnumerateObject().Select(static setting => setting.Name).Order(StringComparer.Ordinal));
}
