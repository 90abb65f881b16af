using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>A provider misbehaves in every way it can. The state stays, the reason is counted, and the evening goes on.</summary>
public sealed class FaultyProviderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ServerError", "liveview_polls", "outcome=\"http_5")]
    [InlineData("Forbidden", "liveview_polls", "outcome=\"http_403\"")]
    [InlineData("TooManyRequests", "liveview_polls", "outcome=\"http_429\"")]
    [InlineData("TruncatedJson", "liveview_rejected", "Malformed")]
    [InlineData("Html", "liveview_rejected", "Malformed")]
    [InlineData("Garbage", "liveview_rejected", "Malformed")]
    [InlineData("TopLevelList", "liveview_rejected", "reason=")]
    [InlineData("ErrorWithOk", "liveview_rejected", "reason=")]
    [InlineData("WrongDocument", "liveview_rejected", "WrongDocument")]
    [InlineData("Oversized", "liveview_polls", "outcome=\"oversize\"")]
    [InlineData("Reset", "liveview_polls", "outcome=")]
    [InlineData("EmptyEvents", "liveview_polls", "outcome=\"answered\"")]
    [InlineData("Frozen", "liveview_polls", "outcome=\"answered\"")]
    [InlineData("ByteOrderMark", "liveview_polls", "outcome=\"answered\"")]
    [Trait("Requirement", "3")]
    public async Task The_state_stays_and_the_reason_is_counted(string fault, string counter, string label)
    {
        await using var local = await RunningLocal.StartAsync(Token, null, ("Providers__Espn__LongestSeconds", "1"));
        var tier = (await local.LiveTiersAsync("score", 1, Token))[0];
        var counted = await local.CountAsync(counter, Token, label);
        await OrderAsync(local, fault);
        await Eventually.Until($"{fault} is counted", async () => await local.CountAsync(counter, Token, label) > counted, Token, TimeSpan.FromSeconds(60));
        var during = await local.Http.GetFromJsonAsync<JsonElement>($"api/tiers/{tier}", Token);
        Assert.True(during.GetProperty("state").GetProperty("data").TryGetProperty("home", out _));
        Assert.Equal(0, await local.CountAsync("liveview_fold_rejected", Token));
    }

    private static async Task OrderAsync(RunningLocal local, string fault)
    {
        using var order = await local.Http.PostAsJsonAsync(new Uri(local.Providers, "faults"), new { kind = fault, share = 1.0 }, Token);
        Assert.True(order.IsSuccessStatusCode, await order.Content.ReadAsStringAsync(Token));
    }
}
