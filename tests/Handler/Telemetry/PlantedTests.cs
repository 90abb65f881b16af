using System.Net;
using System.Text;
using System.Text.Json;
using LiveView.Handler.Fold;
using LiveView.Handler.Tests.Doors;
using LiveView.Handler.Tests.Stations;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Telemetry;

/// <summary>
/// Everything the deployed executable writes while things go wrong in it, with names, addresses and secrets of persons planted wherever
/// somebody outside can put something.
/// </summary>
[Collection(nameof(Alone))]
public sealed class PlantedTests
{
    private const string Person = "Annabella-Quistgaard";
    private const string Mail = "annabella.quistgaard@hospital.example";
    private const string Place = "203.0.113.77";
    private const string Six = "2001:db8:85a3::8a2e:370:7334";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "23")]
    [Trait("Requirement", "54")]
    [Trait("Requirement", "111")]
    [Trait("Requirement", "133")]
    [Trait("Requirement", "144")]
    public async Task Nothing_that_is_written_names_a_person_an_address_or_a_secret()
    {
        using var written = new StringWriter();
        var token = OpenHouse.TokenOf(Mail, "admin", Person);
        var forged = Issuer.SignSecret("00000000000000000000000000000000", Issuer.Claims(Mail));
        string page;
        await using (var house = await StartAsync(TextWriter.Synchronized(written), ("LOG_LEVEL", "Debug")))
        {
            await TryEverythingAsync(house, token, forged);
            page = await house.Http.GetStringAsync(new Uri("/api/metrics", UriKind.Relative), Token);
        }

        string[] planted = [Person, Mail, Place, Six, token, token.Split('.')[2], forged, OpenHouse.Secret, OpenHouse.PushKey, "kW7q+T2vZx9/LmN4pRs6uYb8=="];
        var lines = written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 20, $"Only {lines.Length} lines were written");
        Assert.All(lines, static line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind)); // one object a line, whatever was in it
        Assert.Contains(lines, static line => line.Contains("\"failure\"", StringComparison.Ordinal));
        foreach (var secret in planted)
        {
            Assert.All(lines, line => Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase);
        }
    }

    // The console is asked for once, when the logger is made; nothing else of this process is made meanwhile.
    internal static async Task<OpenHouse> StartAsync(TextWriter console, params (string, string)[] settings)
    {
        var before = Console.Out;
        Console.SetOut(console);
        try
        {
            return await OpenHouse.StartAsync(Token, [("Limits:AttemptBurst", "0"), ("Limits:RequestsPerSecond", "0"), .. settings]);
        }
        finally
        {
            Console.SetOut(before);
        }
    }

    private static async Task TryEverythingAsync(OpenHouse house, string token, string forged)
    {
        (string, string)[] traces = [("X-Forwarded-For", Place), ("X-Real-IP", Six), ("X-Api-Key", $"{OpenHouse.PushKey}x"), ("Cookie", $"session={forged}"), ("User-Agent", Mail), ("Referer", $"https://x/?access_token={forged}")];
        string[] paths =
        [
            $"/api/tiers/sports:{Person}/score", $"/api/tiers/{Mail}/{Place}", $"/api/topics?feed={Person}&recent={Mail}", $"/api/entitlements/{Mail}", $"/api/revocations/{Mail}",
            $"/api/favourites/sports:{Person}", $"/api/favourites/{Mail}", "/api/negotiate", "/api/ws-token", "/api/connections", "/api/push/sports/x", $"/api/push/sports/{Person}",
            $"/api/negotiate?access_token={token}", $"/api/{Person}?code=kW7q+T2vZx9/LmN4pRs6uYb8==", "/Fold", "/Poll",
        ];
        string[] bodies = ["", "{", $$"""{"tiers":["{{Mail}}/{{Place}}"]}""", $$"""{"patterns":["{{Person}}"]}""", $"{Person} {Mail} AccountKey=kW7q+T2vZx9/LmN4pRs6uYb8==;", $$"""{"events":[{"id":"{{Person}}"}],"secret":"{{forged}}"}"""];
        foreach (var path in paths)
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
            {
                foreach (var body in method == HttpMethod.Post || method == HttpMethod.Put ? bodies : [""])
                {
                    foreach (var bearer in new[] { null, token, forged })
                        (await house.SendAsync(method, path, bearer, body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json"), Token, traces)).Dispose();
                }
            }
        }

        var pushed = ("X-Api-Key", OpenHouse.PushKey);
        foreach (var body in bodies[1..])
            (await house.SendAsync(HttpMethod.Post, "/api/push/sports/x", null, new StringContent(body, Encoding.UTF8, "application/json"), Token, pushed)).Dispose();
        // What only the host sends, broken: the function fails and says why.
        foreach (var body in bodies[1..])
        {
            using var answer = await house.SendAsync(HttpMethod.Post, "/Fold", null, new StringContent(body, Encoding.UTF8, "application/json"), Token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        // Raws that are none, and services that are away: everything that is caught and written with its failure.
        await house.App.Services.GetRequiredService<FoldBatch>().RunAsync(Boards.Batch(1, Encoding.UTF8.GetBytes(bodies[^1]), Encoding.UTF8.GetBytes(bodies[4])), Token);
        using (await house.SendAsync(HttpMethod.Post, "/api/negotiate", null, new StringContent($$"""{"tiers":["{{Boards.Topic}}/score"]}""", Encoding.UTF8, "application/json"), Token, traces))
            await house.TakePubSubAwayAsync();
        await house.App.Services.GetRequiredService<FoldBatch>().RunAsync(Boards.Batch(10, Boards.Message(50, 48)), Token);
        (await house.SendAsync(HttpMethod.Get, "/api/ready?detail=1", token, null, Token, traces)).Dispose();
        (await house.SendAsync(HttpMethod.Put, $"/api/revocations/{Mail}", token, null, Token, traces)).Dispose();
    }
}
