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
}
