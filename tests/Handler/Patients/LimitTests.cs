using System.Net;
using LiveView.Cloud.Tables;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Fold;
using LiveView.Handler.Ingest.Push;
using LiveView.Handler.State;
using LiveView.Handler.Tests.Doors;
using LiveView.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Patients;

/// <summary>How much is taken at once, and what is said to those who come then.</summary>
public sealed class LimitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "37")]
    public async Task The_fifty_first_patient_is_told_to_come_later_and_the_first_fifty_go_on()
    {
        await using var house = await PatientHouse.StartAsync(Token);
        for (var n = 1; n <= 50; n++)
            Assert.Equal(HttpStatusCode.Accepted, await house.PushAsync($"p-{n}", """{"heart":70}""", Token));
        using (var refused = await house.SendPushAsync("p-51", """{"heart":70}""", Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(300));
        }

        Assert.Equal(HttpStatusCode.Accepted, await house.PushAsync("p-1", """{"heart":71}""", Token));
    }

    [Fact]
    [Trait("Requirement", "37")]
    public async Task Patients_have_two_hundred_viewers_unless_the_settings_say_otherwise()
    {
        Assert.Equal(200, new Handler.Doors.Limits.LimitOptions().Viewers["patients"]);
        await using var house = await PatientHouse.StartAsync(Token, ("Limits:Viewers:patients", "3"));
        await house.StatusAsync(HttpMethod.Put, "/api/patients/p-1/team/ann?role=nurse", PatientHouse.Admin, Token);
        var ask = new { tiers = new[] { "patients:p-1/vitals" } };
        for (var n = 0; n < 3; n++)
            Assert.Equal(HttpStatusCode.OK, await house.StatusAsync(HttpMethod.Post, "/api/negotiate", OpenHouse.TokenOf("ann", "nurse"), Token, ask));
        using var refused = await house.SendAsync(HttpMethod.Post, "/api/negotiate", OpenHouse.TokenOf("ann", "nurse"), Token, ask);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    [Trait("Requirement", "39")]
    [Trait("Requirement", "77")]
    public async Task A_hub_that_is_behind_takes_nothing_more_and_says_for_how_long()
    {
        await using var house = await PatientHouse.StartAsync(Token, ("Limits:OverloadSeconds", "30"));
        var overload = house.Services.GetRequiredService<Overload>();
        var now = TimeProvider.System.GetUtcNow();
        var raws = house.Services.GetRequiredService<FoldMetrics>().Raws;
        raws.Take("0", now.AddSeconds(-60), now);
        await overload.LookAsync(Token);
        overload.Forget();
        using (var refused = await house.SendPushAsync("p-1", """{"heart":70}""", Token))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 60, 65);
        }

        raws.Done("0");
        await overload.LookAsync(Token);
        await house.Services.GetRequiredKeyedService<TableClient>(StateTables.Limits).DeleteEntityAsync("overload", "fold", cancellationToken: Token); // as if it had run out
        overload.Forget();
        Assert.Equal(HttpStatusCode.Accepted, await house.PushAsync("p-1", """{"heart":70}""", Token));
    }

    [Fact]
    [Trait("Requirement", "39")]
    [Trait("Requirement", "41")]
    [Trait("Requirement", "61")]
    public void An_instance_works_on_so_many_pushes_and_tells_the_next_how_long_one_takes()
    {
        var time = new ManualTime(new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
        var gate = new PushGate(new Settled<PushOptions>(new() { AtOnce = 2 }), time);
        var (first, second) = (gate.Enter(out _), gate.Enter(out _));
        Assert.Null(gate.Enter(out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(50), wait);
        time.Advance(TimeSpan.FromSeconds(8.05));
        first!.Dispose();
        first.Dispose(); // once is enough
        Assert.Equal(1, gate.Working);
        Assert.NotNull(gate.Enter(out _));
        Assert.Null(gate.Enter(out wait));
        Assert.Equal(TimeSpan.FromMilliseconds(1_050), wait);
        second!.Dispose();
        Assert.NotNull(gate.Enter(out _));
    }

    [Fact]
    public async Task What_is_larger_than_five_megabytes_or_of_no_patient_or_of_another_type_is_refused()
    {
        await using var house = await PatientHouse.StartAsync(Token);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await house.PushAsync("p-1", new string(' ', 5_000_001), Token));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await house.PushAsync("p_1", """{"heart":70}""", Token));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await house.PushAsync(new string('p', 65), """{"heart":70}""", Token));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await house.PushAsync("p-1", """{"heart":70}""", Token, "text/plain"));
        Assert.Equal(HttpStatusCode.Accepted, await house.PushAsync("p-1", """{"resourceType":"Observation","status":"final","subject":{"reference":"Patient/p-1"},"code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"valueQuantity":{"value":70,"code":"/min"}}""", Token, "application/fhir+json"));
    }

    [Fact]
    [Trait("Requirement", "38")]
    public async Task A_flood_of_strangers_is_refused_before_it_reaches_a_patients_audit()
    {
        await using var house = await PatientHouse.StartAsync(Token, ("Limits:RequestsPerSecond", "5"));
        List<HttpStatusCode> heard = [];
        for (var i = 0; i < 100; i++)
            heard.Add(await house.StatusAsync(HttpMethod.Get, "/api/tiers/patients:p-1/vitals", null, Token));
        var refused = heard.Count(static status => status == HttpStatusCode.TooManyRequests);
        Assert.True(refused > 10, $"{refused} were refused for their number.");
        var audit = house.Services.GetRequiredKeyedService<TableClient>(StateTables.Audit);
        Assert.Equal(100 - refused + 1, await audit.QueryAsync(TableClient.CreateQueryFilter($"PartitionKey eq {"patients:p-1"}"), cancellationToken: Token).CountAsync(Token)); // and the head
    }

    [Fact]
    [Trait("Requirement", "37")]
    public void As_many_are_counted_as_a_row_has_room_for_and_more_is_said_at_the_start()
    {
        Assert.True(new Handler.Doors.Limits.LimitOptionsValidator().Validate(null, new() { Viewers = { ["patients"] = 700 } }).Succeeded);
        Assert.Contains("700", new Handler.Doors.Limits.LimitOptionsValidator().Validate(null, new() { Viewers = { ["patients"] = 701 } }).FailureMessage, StringComparison.Ordinal);
        Assert.True(new Handler.Doors.Limits.LimitOptionsValidator().Validate(null, new() { Streams = { ["patients"] = 701 } }).Failed);
    }
}
