using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LiveView.Handler.Doors.Events;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Handler.Tests.Doors;

/// <summary>Who may tell us of connections.</summary>
public sealed class EventTests(EventTests.Shared shared) : IClassFixture<EventTests.Shared>
{
    private const string Key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGH";
    private const string Second = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ01234567";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenHouse House => shared.House;

    [Fact]
    public async Task The_service_is_welcome_when_it_asks()
    {
        using var answer = await House.SendAsync(HttpMethod.Options, "/api/connections", null, null, Token, ("WebHook-Request-Origin", "name.webpubsub.azure.com"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("name.webpubsub.azure.com", Assert.Single(answer.Headers.GetValues("WebHook-Allowed-Origin")));
    }

    [Theory]
    [InlineData("the first key", 204)]
    [InlineData("the second key", 204)]
    [InlineData("one of two", 204)]
    [InlineData("capital letters", 204)]
    [InlineData("another key", 401)]
    [InlineData("another connection", 401)]
    [InlineData("no signature", 401)]
    [InlineData("an hour old", 401)]
    [InlineData("from the future", 401)]
    [InlineData("no time", 401)]
    [InlineData("an unknown hub", 404)]
    [Trait("Requirement", "10")]
    public async Task An_event_is_taken_when_our_service_signed_it_just_now(string kind, int status)
    {
        var now = TimeProvider.System.GetUtcNow();
        var (signature, time) = kind switch
        {
            "the second key" => (Sign(Second, "c1"), now),
            "one of two" => ($"{Sign("nonsense", "c1")},{Sign(Key, "c1")}", now),
            "capital letters" => ($"sha256={Sign(Key, "c1")[7..].ToUpperInvariant()}", now),
            "another key" => (Sign("nonsense", "c1"), now),
            "another connection" => (Sign(Key, "c2"), now),
            "no signature" => ("", now),
            "an hour old" => (Sign(Key, "c1"), now.AddHours(-1)),
            "from the future" => (Sign(Key, "c1"), now.AddHours(1)),
            _ => (Sign(Key, "c1"), now),
        };
        using var answer = await House.SendAsync(
            HttpMethod.Post, "/api/connections", null, new StringContent("{}", Encoding.UTF8, "application/json"), Token,
            ("ce-type", "azure.webpubsub.sys.connected"), ("ce-connectionId", "c1"), ("ce-signature", signature), ("ce-hub", kind == "an unknown hub" ? "other" : "liveview"),
            ("ce-time", kind == "no time" ? "" : time.ToString("O", CultureInfo.InvariantCulture)));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("the service's own", true)]
    [InlineData("another identity of the tenant", false)]
    [InlineData("another audience", false)]
    [InlineData("another issuer", false)]
    [InlineData("run out", false)]
    [InlineData("an hour old", false)]
    [InlineData("a signature and no token", false)]
    [Trait("Requirement", "10")]
    public async Task A_service_without_keys_proves_an_event_by_its_own_token(string kind, bool isOurs)
    {
        await using var tenant = await Issuer.StartAsync(Token);
        await using var other = await Issuer.StartAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        var options = new Settled<PubSubOptions>(new() { SigningKeys = Second, EventAudience = "api://events", EventIssuers = $"https://elsewhere.example/,{tenant.Name}", EventPrincipal = "the-service" });
        using var issuers = new IssuerKeys(new(), TimeProvider.System, NullLogger<IssuerKeys>.Instance);
        var proof = new EventProof(new(options), options, issuers, TimeProvider.System);
        var claims = $$"""{"iss":"{{(kind == "another issuer" ? other : tenant).Name}}","aud":"{{(kind == "another audience" ? "api://others" : "api://events")}}","oid":"{{(kind == "another identity of the tenant" ? "somebody" : "the-service")}}","exp":{{now.AddMinutes(kind == "run out" ? -10 : 10).ToUnixTimeSeconds()}}}""";
        var headers = new HeaderDictionary
        {
            ["ce-time"] = now.AddHours(kind == "an hour old" ? -1 : 0).ToString("O", CultureInfo.InvariantCulture),
            ["ce-connectionId"] = "c1",
            ["ce-signature"] = Sign(Second, "c1"),
            ["Authorization"] = kind == "a signature and no token" ? "" : $"Bearer {(kind == "another issuer" ? other : tenant).SignRsa(claims)}",
        };
        Assert.Equal(isOurs, await proof.IsOursAsync(headers, Token));
    }

    [Fact]
    [Trait("Requirement", "50")]
    [Trait("Requirement", "51")]
    [Trait("Requirement", "53")]
    public async Task A_browser_is_told_what_is_safe_and_only_our_pages_may_ask()
    {
        using var ours = await House.SendAsync(HttpMethod.Get, "/api/health", null, null, Token, ("Origin", "https://live.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "live.example"));
        Assert.Equal(HttpStatusCode.OK, ours.StatusCode);
        Assert.Equal("nosniff", Assert.Single(ours.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(ours.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        using var named = await House.SendAsync(HttpMethod.Get, "/api/health", null, null, Token, ("Origin", "http://localhost:5173"));
        Assert.Equal("http://localhost:5173", Assert.Single(named.Headers.GetValues("Access-Control-Allow-Origin")));
        foreach (var stranger in new[] { "https://evil.example", "null", "http://localhost:5173.evil.example", "http://localhost" })
        {
            using var refused = await House.SendAsync(HttpMethod.Get, "/api/health", null, null, Token, ("Origin", stranger));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task A_browser_is_told_what_is_safe_and_when_to_come_again_by_an_answer_that_begins_anew()
    {
        await using var house = await OpenHouse.StartAsync(Token);
        await house.TakeStorageAwayAsync();
        using var away = await house.SendAsync(HttpMethod.Get, "/api/topics?feed=sports", null, null, Token, ("Origin", "http://localhost:5173"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Equal("nosniff", Assert.Single(away.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("http://localhost:5173", Assert.Single(away.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Retry-After", Assert.Single(away.Headers.GetValues("Access-Control-Expose-Headers")), StringComparison.Ordinal);
        Assert.True(away.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    /// <summary>It knows a second key of the service.</summary>
    public sealed class Shared() : SharedHouse(("PubSub:SigningKeys", Second));

    private static string Sign(string key, string connection) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(connection)))}";
}
