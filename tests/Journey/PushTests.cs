using System.Net;
using System.Text.Json;
using LiveView.Testing;

namespace LiveView.Journey.Tests;

/// <summary>The door for those who push, from outside.</summary>
public sealed class PushTests
{
    private const string Key = "a key of some length";
    private const string Id = "20251207-e8186dbf38e046d1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "167")]
    public async Task A_push_is_let_in_by_its_key_name_type_size_and_rate_and_becomes_a_topic()
    {
        await using var local = await RunningGame.StartAsync(games: false, [("Push__Key", Key), ("Push__PerSecond", "2")], Token);
        const string Path = "api/push/game/rugs";
        await RefusedAsync(HttpStatusCode.Unauthorized, await local.PostAsync(Path, Tick(1), Token));
        await RefusedAsync(HttpStatusCode.Unauthorized, await local.PostAsync(Path, Tick(1), Token, key: "another key of some length"));
        await RefusedAsync(HttpStatusCode.NotFound, await local.PostAsync("api/push/weather/rugs", Tick(1), Token, key: Key));
        await RefusedAsync(HttpStatusCode.NotFound, await local.PostAsync("api/push/sports/rugs", Tick(1), Token, key: Key));
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await local.PostAsync("api/push/game/a%20b", Tick(1), Token, key: Key));
        await RefusedAsync(HttpStatusCode.UnsupportedMediaType, await local.PostAsync(Path, Tick(1), Token, "text/plain", Key));
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await local.PostAsync("api/push/game/other", Tick(1), Token, key: Key));
        await RefusedAsync(HttpStatusCode.UnprocessableEntity, await local.PostAsync("api/push/game/torn", """["gameStateUpdate",{"gameId":""", Token, key: Key));
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, await local.PostAsync("api/push/game/large", new string(' ', 5_000_001), Token, key: Key));
        using (var taken = await local.PostAsync(Path, Tick(7), Token, "application/json; charset=utf-8", Key))
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        await Eventually.Until("the tick is shown", async () =>
        {
            using var answer = await local.Http.GetAsync(new Uri($"api/tiers/game:rugs.{Id}/tick", UriKind.Relative), Token);
            return answer.StatusCode == HttpStatusCode.OK && (await answer.Content.ReadAsStringAsync(Token)).Contains("\"price\":\"1.0615312473967961\",\"tick\":7", StringComparison.Ordinal);
        }, Token);
        HttpResponseMessage? last = null;
        for (var i = 0; i < 30 && last?.StatusCode != HttpStatusCode.TooManyRequests; i++)
            last = await local.PostAsync(Path, Tick(8 + i), Token, key: Key);
        Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
        Assert.NotNull(last.Headers.RetryAfter);
    }

    private static string Tick(int tick) =>
        $$"""["gameStateUpdate",{"gameId":"{{Id}}","active":true,"rugged":false,"price":1.0615312473967961,"tickCount":{{tick}}}]""";

    private static async Task RefusedAsync(HttpStatusCode expected, HttpResponseMessage said)
    {
        using var answer = said;
        Assert.Equal(expected, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.False(string.IsNullOrEmpty(problem.RootElement.GetProperty("detail").GetString()));
    }
}
