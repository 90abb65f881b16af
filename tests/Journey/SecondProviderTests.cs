using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>Two providers tell one match, and the first dies.</summary>
public sealed class SecondProviderTests
{
    /// <summary>The longest interval of a match that is on, and 5 s.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5 + 5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Reset")]
    [InlineData("ServerError")]
    [InlineData("Html")]
    public async Task The_second_speaks_within_an_interval_and_five_seconds(string fault)
    {
        await using var local = await RunningLocal.StartAsync(
            Token, null, ("Providers__Espn__Targets", "basketball/nba"), ("Providers__Nba__Targets", "basketball/nba"), ("Providers__Espn__LongestSeconds", "3"), ("Providers__Nba__LongestSeconds", "3"));
        var tier = await local.MovingTierAsync(Token);
        await Eventually.Until("both tell the match", async () => await ByAsync(local, tier) == "espn", Token, TimeSpan.FromSeconds(60));

        using var order = await local.Http.PostAsJsonAsync(new Uri(local.Providers, "faults"), new { kind = fault, provider = "espn" }, Token);
        Assert.True(order.IsSuccessStatusCode);
        var since = Stopwatch.GetTimestamp();
        await Eventually.Until("the second speaks", async () => await ByAsync(local, tier) == "nba", Token, TimeSpan.FromSeconds(60));
        var took = Stopwatch.GetElapsedTime(since);
        TestContext.Current.SendDiagnosticMessage("{0}: the second spoke after {1:F1} s", fault, took.TotalSeconds);
        Assert.True(took <= Allowed, $"It took {took.TotalSeconds:F1} s.");
        Assert.Equal(0, await local.CountAsync("liveview_fold_rejected", Token));
    }

    // Whose status is shown: said only where more than one provider has spoken.
    private static async Task<string?> ByAsync(RunningLocal local, string tier)
    {
        var answer = await local.Http.GetFromJsonAsync<JsonElement>($"api/tiers/{tier}", Token);
        return answer.GetProperty("state").GetProperty("data").TryGetProperty("by", out var by) ? by.GetProperty("status").GetString() : null;
    }
}
