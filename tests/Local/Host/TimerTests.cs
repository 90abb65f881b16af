using System.Globalization;
using System.Text.Json;
using LiveView.Local.Host;
using LiveView.Testing;

namespace LiveView.Local.Tests.Host;

/// <summary>Checklist 9: when timers fire, what they are told, and what is kept.</summary>
public sealed class TimerTests(RunningAzurite azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_timer_of_every_second_fires_and_has_no_status()
    {
        await using var stage = new Stage(azurite).Timer("Tick", "* * * * * *");
        await stage.StartAsync();
        await Eventually.Until("it fired twice", () => stage.Calls.Count >= 2, Token);

        Assert.Equal("""{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}}""", stage.Bodies[0].GetProperty("Data").GetRawText());
        Assert.Equal(["sys"], stage.Bodies[0].GetProperty("Metadata").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task A_timer_never_overlaps_itself()
    {
        await using var stage = new Stage(azurite).Timer("Tick", "* * * * * *").Answer("hang");
        stage.HostJson("""{"functionTimeout":"00:00:02"}""");
        var host = await stage.StartAsync();
        await Eventually.Until("it fired", () => stage.Calls.Count == 1, Token);
        await Eventually.Until("its timeout passed", () => stage.Logs.Count(9121) == 1, Token);

        Assert.Single(stage.Calls); // two more occurrences went by
        Assert.Equal(1, await InvocationTests.OutstandingAsync(host));
    }

    [Fact]
    public async Task A_run_missed_while_nobody_was_there_is_made_up_for_once_as_past_due()
    {
        await using var stage = new Stage(azurite).Timer("Tick", "0 0 0 1 1 *");
        stage.Settings["AzureFunctionsWebHost__hostid"] = Path.GetFileName(Path.GetDirectoryName(stage.Root)) ?? "";
        var first = await stage.StartAsync();
        await first.DisposeAsync();
        Assert.Empty(stage.Calls);
        using var blobs = new BlobStore(StorageAccount.Parse(azurite.ConnectionString), TimeProvider.System);
        var statuses = new TimerStatuses(blobs, stage.Settings["AzureFunctionsWebHost__hostid"]);
        var recorded = await statuses.ReadAsync("Tick", Token);
        Assert.Equal(TimerStatus.Never, recorded?.Last);
        Assert.Equal(new DateTime(TimeProvider.System.GetLocalNow().Year + 1, 1, 1, 0, 0, 0, DateTimeKind.Local), recorded?.Next);

        var lastYear = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Local);
        await statuses.WriteAsync("Tick", new(lastYear, lastYear.AddYears(1), lastYear), Token);
        await stage.StartAsync();
        await Eventually.Until("it is made up for and recorded", async () => (await statuses.ReadAsync("Tick", Token))?.Last > lastYear, Token);

        var timer = Assert.Single(stage.Bodies).GetProperty("Data").GetProperty("timer");
        Assert.True(timer.GetProperty("IsPastDue").GetBoolean());
        Assert.Equal("2025-01-01T00:00:00", timer.GetProperty("ScheduleStatus").GetProperty("Next").GetString()?[..19]);
        Assert.Matches(@"[+-]\d\d:\d\d$", timer.GetProperty("ScheduleStatus").GetProperty("Next").GetString());
        Assert.Equal(recorded?.Next, (await statuses.ReadAsync("Tick", Token))?.Next);
    }

    [Fact]
    public async Task A_failed_run_is_recorded_too_and_the_schedule_goes_on()
    {
        await using var stage = new Stage(azurite).Timer("Tick", "00:01:00", ",\"runOnStartup\":true").Answer("500");
        stage.Settings["AzureFunctionsWebHost__hostid"] = Path.GetFileName(Path.GetDirectoryName(stage.Root)) ?? "";
        await stage.StartAsync();
        using var blobs = new BlobStore(StorageAccount.Parse(azurite.ConnectionString), TimeProvider.System);

        await Eventually.Until("the run is recorded", async () => await blobs.GetAsync($"azure-webjobs-hosts/timers/{stage.Settings["AzureFunctionsWebHost__hostid"]}/Host.Functions.Tick/status", Token) is { } json
            && JsonElement.Parse(json).GetProperty("Last").GetDateTime().Year > 1, Token);
        Assert.Equal(1, stage.Logs.Count(9120));
        Assert.False(stage.Bodies[0].GetProperty("Data").GetProperty("timer").GetProperty("IsPastDue").GetBoolean());
        Assert.Equal("""{"AdjustForDST":false}""", stage.Bodies[0].GetProperty("Data").GetProperty("timer").GetProperty("Schedule").GetRawText());
        Assert.StartsWith("0001-01-01T00:00:00", stage.Bodies[0].GetProperty("Data").GetProperty("timer").GetProperty("ScheduleStatus").GetProperty("Last").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/15 * * * * *", "2026-11-20T19:00:15", true)]
    [InlineData("0 * * * * *", "2026-11-20T19:01:00", false)]
    [InlineData("*/5 * * * *", "2026-11-20T19:05:00", false)]
    [InlineData("0 30 9 * JAN MON", "2027-01-04T09:30:00", false)]
    [InlineData("00:00:30", "2026-11-20T19:00:35", true)]
    public void A_schedule_knows_its_next_run(string text, string next, bool tooFrequent)
    {
        var now = new DateTime(2026, 11, 20, 19, 0, 5, DateTimeKind.Local);
        var schedule = Schedule.Parse(text);

        Assert.Equal(DateTime.Parse(next, CultureInfo.InvariantCulture), schedule.Next(now));
        Assert.Equal(tooFrequent, schedule.IsTooFrequentToMonitor(now));
    }

    [Theory]
    [InlineData("0 0 0 * * 7")]
    [InlineData("60 * * * * *")]
    [InlineData("@hourly")]
    [InlineData("? * * * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("")]
    public void What_the_real_host_refuses_is_refused(string text) => Assert.Throws<HostConfigurationException>(() => Schedule.Parse(text));
}
