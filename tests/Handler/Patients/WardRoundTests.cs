using System.Text;
using LiveView.Core.Wire;
using LiveView.Handler.Patients;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Patients;

/// <summary>Who is gone to see, and how often.</summary>
public sealed class WardRoundTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_patient_who_fell_silent_is_seen_though_a_thousand_others_moved_since()
    {
        await using var house = await PatientHouse.StartAsync(Token);
        await house.FoldAsync("p-1", """{"heart":70,"oxygen":97}""", Token, received: TimeProvider.System.GetUtcNow().AddMinutes(-30));
        await house.CrowdAsync(Token);
        await house.Services.GetRequiredService<WardRound>().RunAsync(default, Token);
        var sent = house.House.Hubs.Find("raw")!.Partitions.SelectMany(static partition => partition.Read(-1, int.MaxValue)).Select(static stored => RawJson.TryRead(stored.Data.Body, out _)!);
        var look = Assert.Single(sent);
        Assert.Equal(("patients:p-1", "{}"), (look.Topic.ToString(), Encoding.UTF8.GetString(look.Body.Span)));
    }
}
