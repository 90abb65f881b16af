using System.Net;
using System.Text;
using LiveView.Handler.Doors;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Doors;

/// <summary>Every route there is, found by looking into the running application, and every attack that fits it.</summary>
public sealed class RouteWalkTests : IAsyncLifetime
{
    private OpenHouse? _house;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenHouse House => _house ?? throw new InvalidOperationException("It has not been started.");

    public async ValueTask InitializeAsync() => _house = await OpenHouse.StartAsync(Token, ("Limits:AttemptBurst", "0"), ("Limits:RequestsPerSecond", "0"));

    public ValueTask DisposeAsync() => House.DisposeAsync();

    [Fact]
    [Trait("Requirement", "48")]
    [Trait("Requirement", "92")]
    [Trait("Requirement", "44")]
    public async Task No_route_lets_in_whom_it_should_not()
    {
        var routes = Routes();
        Assert.True(routes.Count >= 15, $"Only {routes.Count} routes were found.");
        List<string> wrong = [];
        foreach (var (method, pattern, door) in routes)
        {
            foreach (var (attack, expected, answer) in await AttackAsync(method, pattern, door))
            {
                using (answer)
                {
                    var text = await answer.Content.ReadAsStringAsync(Token);
                    if ((int)answer.StatusCode != expected)
                        wrong.Add($"{method} {pattern}: {attack} was answered {(int)answer.StatusCode}, not {expected}");
                    else if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json" || text.Contains("   at ", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal))
                        wrong.Add($"{method} {pattern}: {attack} was answered with no problem details, or with what is inside: {text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Theory]
    [InlineData("/Fold")]
    [InlineData("/Poll")]
    [InlineData("/Schedule")]
    [InlineData("/Sweep")]
    [InlineData("/Leases")]
    [InlineData("/Ward")]
    [InlineData("/Retain")]
    [InlineData("/StationTick")]
    [InlineData("/StationTidy")]
    public async Task What_only_the_host_may_call_no_stranger_can(string path)
    {
        // The host sets these headers on everything that came to it over HTTP.
        using var answer = await House.SendAsync(
            HttpMethod.Post, path, null, new StringContent("""{"Data":{"events":"[]"},"Metadata":{}}""", Encoding.UTF8, "application/json"), Token,
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "live.example"), ("X-Forwarded-For", "203.0.113.7"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private List<(string Method, string Pattern, Door Door)> Routes()
    {
        List<(string, string, Door)> routes = [];
        foreach (var endpoint in House.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var pattern = endpoint.RoutePattern.RawText ?? "";
            if (!pattern.StartsWith("/api", StringComparison.Ordinal))
                continue;
            var door = endpoint.Metadata.GetMetadata<Door>();
            Assert.True(door is not null, $"{pattern} has no door.");
            routes.AddRange(endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => (method, pattern, door)));
        }

        return routes;
    }

    private async Task<List<(string Attack, int Expected, HttpResponseMessage Answer)>> AttackAsync(string verb, string pattern, Door door)
    {
        var (method, good) = (new HttpMethod(verb), Fill(pattern, "sports:nba.20261120.bos.lal/score", "sports:nba.20261120.bos.lal", "ann"));
        List<(string, int, HttpResponseMessage)> answers = [];
        Task<HttpResponseMessage> Send(string path, string? bearer, HttpContent? body = null, params (string, string)[] headers) => House.SendAsync(method, path, bearer, body, Token, headers);
        if (door.Who != Entry.Service)
        {
            answers.Add(("a forged token", 401, await Send(good, Issuer.SignSecret("00000000000000000000000000000000", Issuer.Claims("ann")))));
            answers.Add(("a token that has run out", 401, await Send(good, Issuer.SignSecret(OpenHouse.Secret, Issuer.Claims("ann", seconds: -120)))));
            answers.Add(("a page of another origin", 403, await Send(good, null, null, ("Origin", "https://evil.example"))));
        }

        if (door.Who is Entry.Known or Entry.Administrator)
            answers.Add(("no token", 401, await Send(good, null)));
        if (door.Who is Entry.Administrator)
            answers.Add(("somebody who is no administrator", 403, await Send(good, OpenHouse.TokenOf("ann", "analyst"))));
        if (door is { Who: Entry.Service, MaxBytes: > 0 })
            answers.Add(("no signature", 401, await Send(good, null, new StringContent("{}", Encoding.UTF8, door.Types[0]))));
        if (verb is not "GET" and not "OPTIONS")
        {
            answers.Add(("a large body", 413, await Send(good, OpenHouse.TokenOf("root", "admin"), new ByteArrayContent(new byte[door.MaxBytes + 1]))));
            if (door.MaxBytes > 0)
                answers.Add(("a body of another type", 415, await Send(good, OpenHouse.TokenOf("root", "admin"), new StringContent("x", Encoding.UTF8, "application/x-unknown"))));
        }

        if (pattern.Contains('{', StringComparison.Ordinal))
        {
            foreach (var bad in new[] { "%00", "a b", "..%5C..", "' or 1 eq 1", new string('a', 400), "<script>" })
            {
                var path = Fill(pattern, Uri.EscapeDataString(bad), Uri.EscapeDataString(bad), Uri.EscapeDataString(bad));
                answers.Add(($"the id {bad}", 422, await Send(path, OpenHouse.TokenOf("root", "admin"), null, ("X-Api-Key", OpenHouse.PushKey))));
            }
        }

        return answers;
    }

    private static string Fill(string pattern, string tier, string topic, string subject) => pattern
        .Replace("{**name}", tier, StringComparison.Ordinal)
        .Replace("{station}", topic.Replace("sports:", "", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{**path}", topic.StartsWith("sports:", StringComparison.Ordinal) ? "shows/a/0.ts" : topic, StringComparison.Ordinal)
        .Replace("{topic}", topic, StringComparison.Ordinal)
        .Replace("{feed}", "sports", StringComparison.Ordinal)
        .Replace("{key}", topic, StringComparison.Ordinal)
        .Replace("{patient}", subject, StringComparison.Ordinal)
        .Replace("{alert}", subject, StringComparison.Ordinal)
        .Replace("{chain}", topic, StringComparison.Ordinal)
        .Replace("{subject}", subject, StringComparison.Ordinal);
}
