using System.Net;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Fold;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Ingest;
using LiveView.Handler.Tests.Stations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Doors;

/// <summary>While the fold is behind nobody new is admitted, by any instance; when it has caught up everybody is.</summary>
public sealed class OverloadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "39")]
    public async Task One_instance_is_behind_and_another_closes_its_door_until_it_has_caught_up()
    {
        await using var evening = await Evening.StartAsync(Token);
        var (time, table) = (evening.Time, evening.Table(StateTables.Limits));
        var fold = new FoldMetrics(evening.Meters);
        Overload Instance(FoldMetrics folds) => new(table, folds, new Settled<LimitOptions>(new() { OverloadSeconds = 30 }), time, NullLogger<Overload>.Instance);
        using var behind = Instance(fold);
        using var admits = Instance(new(evening.Meters));
        fold.Raws.Take("0", time.GetUtcNow(), time.GetUtcNow(), 100);
        time.Advance(TimeSpan.FromSeconds(29));
        await behind.LookAsync(Token);
        Assert.Null(await admits.WaitAsync(Token));
        time.Advance(TimeSpan.FromSeconds(16));
        await behind.LookAsync(Token);
        Assert.Equal(TimeSpan.FromSeconds(45), await admits.WaitAsync(Token)); // an estimate: as long as it took to gather
        fold.Raws.Done("0");
        fold.Raws.Take("0", time.GetUtcNow().AddSeconds(-20), time.GetUtcNow(), 100);
        await behind.LookAsync(Token);
        time.Advance(TimeSpan.FromSeconds(6));
        await behind.LookAsync(Token); // less than the bound, more than its half: it is not over yet
        Assert.Equal(TimeSpan.FromSeconds(26), await admits.WaitAsync(Token));
        fold.Raws.Done("0");
        await behind.LookAsync(Token);
        time.Advance(Overload.Holds);
        Assert.Null(await admits.WaitAsync(Token));
    }

    [Fact]
    [Trait("Requirement", "39")]
    public async Task Who_wants_in_while_the_house_is_behind_is_told_when_to_come_again_and_who_is_in_stays()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Limits:OverloadSeconds", "30"));
        var visitor = new Visitor(house, Token);
        var (_, url) = await visitor.NegotiateAsync($"{Boards.Topic}/score", null);
        using var inside = await visitor.ConnectAsync(url!);
        var now = TimeProvider.System.GetUtcNow();
        house.App.Services.GetRequiredService<FoldMetrics>().Raws.Take("0", now.AddSeconds(-60), now);
        var overload = house.App.Services.GetRequiredService<Overload>();
        await overload.LookAsync(Token);
        overload.Forget();
        using var answer = await visitor.AskAsync($"{Boards.Topic}/score", null);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 60, 65);
        Assert.Equal(System.Net.WebSockets.WebSocketState.Open, inside.State);
        using var answered = await house.SendAsync(HttpMethod.Get, $"/api/tiers/{Boards.Topic}/score", null, null, Token);
        Assert.NotEqual(HttpStatusCode.ServiceUnavailable, answered.StatusCode); // reading is not refused
    }
}
