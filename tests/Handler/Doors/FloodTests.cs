using System.Net;

namespace LiveView.Handler.Tests.Doors;

/// <summary>What a flood from one address hears.</summary>
public sealed class FloodTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "38")]
    [Trait("Requirement", "44")]
    public async Task One_address_is_held_back_and_told_when_to_come_again_and_others_are_not()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Limits:RequestsPerSecond", "5"));
        List<HttpStatusCode> heard = [];
        for (var i = 0; i < 200; i++)
        {
            using var answer = await house.SendAsync(HttpMethod.Get, "/api/health", null, null, Token, ("X-Forwarded-For", "203.0.113.7"));
            heard.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.True(answer.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        }

        // Ten at once, and five more with every second that the two hundred take.
        Assert.InRange(heard.TakeWhile(static status => status == HttpStatusCode.OK).Count(), 10, 100);
        Assert.InRange(heard.Count(static status => status == HttpStatusCode.OK), 10, 150);
        using var other = await house.SendAsync(HttpMethod.Get, "/api/health", null, null, Token, ("X-Forwarded-For", "203.0.113.8"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    [Trait("Requirement", "44")]
    public async Task Who_pushes_with_wrong_keys_is_held_back_and_who_has_the_key_is_not()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Limits:RequestsPerSecond", "5"));
        List<HttpStatusCode> heard = [];
        for (var i = 0; i < 60; i++)
            heard.Add(await PushAsync("wrong", "203.0.113.7"));
        Assert.InRange(heard.Count(static status => status == HttpStatusCode.Unauthorized), 10, 50);
        Assert.Contains(HttpStatusCode.TooManyRequests, heard);
        for (var i = 0; i < 30; i++)
            Assert.NotEqual(HttpStatusCode.TooManyRequests, await PushAsync(OpenHouse.PushKey, "203.0.113.8"));

        async Task<HttpStatusCode> PushAsync(string key, string from)
        {
            using var answer = await house.SendAsync(
                HttpMethod.Post, "/api/push/sports/x", null, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), Token, ("X-Api-Key", key), ("X-Forwarded-For", from));
            return answer.StatusCode;
        }
    }
}
