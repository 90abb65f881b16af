using System.Net;
using LiveView.Handler.Ingest;
using LiveView.Handler.Tests.Doors;
using LiveView.Handler.Tests.Patients;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Resources;

/// <summary>A storage that died before it had saved what it was given: its tables are gone with what was in them.</summary>
public sealed class MissingResourcesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_storage_that_forgot_its_tables_is_given_them_again_and_the_evening_goes_on()
    {
        await using var house = await PatientHouse.StartAsync(Token);
        await house.FoldAsync("p-1", """{"heart":70}""", Token);
        await house.House.ForgetStorageAsync(Token);
        Assert.Equal(HttpStatusCode.OK, await house.StatusAsync(HttpMethod.Get, "/api/topics?feed=sports", null, Token));
        Assert.Equal(HttpStatusCode.OK, await house.StatusAsync(HttpMethod.Get, "/api/ready", null, Token));
        await house.FoldAsync("p-2", """{"heart":71}""", Token);
        Assert.Equal(HttpStatusCode.NotFound, await house.StatusAsync(HttpMethod.Get, "/api/recordings/sports:nba.20261120.bos.lal", PatientHouse.Admin, Token));
    }

    [Fact]
    public async Task A_storage_that_forgot_who_is_to_be_asked_is_told_again()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Interest:OwedFeeds", "sports"));
        var (schedule, targets) = (house.App.Services.GetRequiredService<Schedule>(), house.App.Services.GetRequiredService<TargetStore>());
        await schedule.OrderAsync(Token);
        var known = (await targets.ReadAsync(Token)).Select(static target => target.Key).ToList();
        Assert.NotEmpty(known);
        await house.ForgetStorageAsync(Token);
        await schedule.OrderAsync(Token);
        await schedule.OrderAsync(Token);
        Assert.Equal(known, (await targets.ReadAsync(Token)).Select(static target => target.Key));
    }

    [Fact]
    public async Task In_the_cloud_nothing_is_made_that_was_not_deployed()
    {
        await using var cloud = await OpenHouse.StartAsync(Token, ("Storage:CreateIfMissing", "false"));
        using var answer = await cloud.SendAsync(HttpMethod.Get, "/api/topics?feed=sports", null, null, Token);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }
}
