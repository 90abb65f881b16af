using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using LiveView.Handler.Doors;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Doors;

/// <summary>Every route there is, found by looking into the running application, and every attack that fits it.</summary>
public sealed partial class RouteWalkTests(RouteWalkTests.Shared shared) : IClassFixture<RouteWalkTests.Shared>
{
    private const string Topic = "sports:nba.20261120.bos.lal";
    private const string Score = $"{Topic}/score";

    private static readonly string[] Named = ["{**name}", "{topic}", "{station}"];

    private static readonly string Root = typeof(RouteWalkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static one => one.Key == "RepoRoot").Value!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OpenHouse House => shared.House;

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

    [Fact]
    [Trait("Requirement", "48")]
    [Trait("Requirement", "38")]
    public async Task Every_route_turns_away_a_flood_but_those_that_the_service_calls()
    {
        await using var narrow = await OpenHouse.StartAsync(Token, ("Limits:AttemptBurst", "0"), ("Limits:RequestsPerSecond", "1"));
        List<string> wrong = [];
        foreach (var (address, (method, pattern, door)) in Routes().Index())
        {
            // Each from an address of its own, so that each flood is the first there.
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < 20 && !answers.Contains(HttpStatusCode.TooManyRequests); i++)
            {
                using var answer = await narrow.SendAsync(new(method), Fill(pattern, Score, Topic, "ann"), null, null, Token, ("X-Forwarded-For", $"203.0.113.{address}"));
                answers.Add(answer.StatusCode);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is null)
                    wrong.Add($"{method} {pattern} does not say when to come again");
            }

            var isRefused = answers.Contains(HttpStatusCode.TooManyRequests);
            if (isRefused != (door.Who != Entry.Service || answers[0] == HttpStatusCode.Unauthorized)) // who knows no key is no service
                wrong.Add($"{method} {pattern} answered {string.Join(", ", answers.Select(static status => (int)status))}");
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    [Trait("Requirement", "48")]
    [Trait("Requirement", "60")]
    public async Task Where_nothing_is_public_no_route_that_names_a_topic_tells_a_stranger_anything()
    {
        await using var closed = await OpenHouse.StartAsync(Token, ("Limits:AttemptBurst", "0"), ("Limits:RequestsPerSecond", "0"), ("Connect:PublicFeeds", ""));
        List<string> wrong = [];
        var naming = Routes().Where(static route => route.Door.Who == Entry.Anyone && Named.Any(name => route.Pattern.Contains(name, StringComparison.Ordinal))).ToList();
        Assert.True(naming.Count >= 7, $"Only {naming.Count} routes name a topic.");
        foreach (var (method, pattern, _) in naming)
        {
            foreach (var query in new[] { "", "?tier=none", "?tier=score", "?tier=score&from=1&to=1", "?part=raws", "?tier=none&part=updates", "?from=1&to=1", "?after=e:1" })
            {
                foreach (var (bearer, expected) in new[] { ((string?)null, HttpStatusCode.Unauthorized), (OpenHouse.TokenOf("ann"), HttpStatusCode.Forbidden) })
                {
                    using var answer = await closed.SendAsync(new(method), Fill(pattern, Score, Topic, "ann") + query, bearer, null, Token);
                    if (answer.StatusCode != expected)
                        wrong.Add($"{method} {pattern}{query} was answered {(int)answer.StatusCode}, not {(int)expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    [Trait("Requirement", "48")]
    public async Task Without_a_key_what_needs_one_opens_to_nobody()
    {
        await using var keyless = await OpenHouse.StartAsync(Token, ("Push:Key", ""), ("Push:Feeds", ""));
        foreach (var (method, path) in new[] { ("POST", "/api/recordings"), ("PUT", "/api/tv/s/media/shows/a/0.ts"), ("POST", "/api/tv/s/commands"), ("POST", "/api/push/sports/x"), ("GET", $"/api/recordings/{Topic}/export?part=raws") })
        {
            foreach (var key in new[] { "", OpenHouse.PushKey })
            {
                using var answer = await keyless.SendAsync(
                    new(method), path, null, method == "GET" ? null : new StringContent("{}", Encoding.UTF8, method == "PUT" ? "video/mp2t" : "application/json"), Token, ("X-Api-Key", key));
                Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} was answered {(int)answer.StatusCode}.");
            }
        }
    }

    [Fact]
    public void The_page_of_the_interface_lists_every_route_and_no_other()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "http.md"));
        var told = Listed.Matches(page).Select(static row => row.Groups["route"].Value).ToList();
        Assert.Equal(Routes().Select(static route => $"{route.Method} {route.Pattern.TrimEnd('/')}").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("/Record")]
    [InlineData("/RecordTail")]
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
        var (method, good) = (new HttpMethod(verb), Fill(pattern, Score, Topic, "ann"));
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

    /// <summary>Nothing is refused for its number.</summary>
    public sealed class Shared() : SharedHouse(("Limits:AttemptBurst", "0"), ("Limits:RequestsPerSecond", "0"));

    [GeneratedRegex(@"^\| `(?<route>[A-Z]+ /api/[^`]+)`", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1_000)]
    private static partial Regex Listed { get; }

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
