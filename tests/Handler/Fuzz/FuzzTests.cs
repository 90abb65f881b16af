using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using LiveView.Handler.Deliver;
using LiveView.Handler.Doors;
using LiveView.Handler.Tests.Doors;
using LiveView.Handler.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Handler.Tests.Fuzz;

/// <summary>
/// Broken requests and payloads at the public doors of the deployed executable, over sockets: nothing unhandled, no answer in the 500s. A few
/// thousand here; <c>LIVEVIEW_FUZZ=1000000 dotnet test tests/Handler --filter FuzzTests</c> for a million, <c>LIVEVIEW_FUZZ_SEED</c> for others.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Lanes = 16;

    /// <summary>So many requests to a house, then a new one: the storage emulator looks for a row among all of a table, and slows with each that is written.</summary>
    private const int AHouse = 100_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Requirement", "92")]
    [Trait("Requirement", "144")]
    [Trait("Requirement", "162")]
    public async Task No_request_however_broken_is_unhandled_or_answered_in_the_500s()
    {
        var (count, seed) = (Number("LIVEVIEW_FUZZ", 4_000), Number("LIVEVIEW_FUZZ_SEED", 1));
        using var written = new StringWriter();
        ConcurrentDictionary<int, int> answers = [];
        ConcurrentQueue<string> wrong = new(); // bounded below
        var started = TimeProvider.System.GetTimestamp();
        var house = 0;
        foreach (var numbers in Enumerable.Range(0, count).Chunk(AHouse))
        {
            var begun = TimeProvider.System.GetTimestamp();
            await BesiegeAsync(numbers, seed, written, answers, wrong);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"house {++house}: {numbers.Length} requests in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F0} s"));
        }

        var took = TimeProvider.System.GetElapsedTime(started);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answers.Values.Sum()} requests of seed {seed} in {took.TotalSeconds:F0} s; answers: {string.Join(", ", answers.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Key}: {pair.Value}"))}"));
        Assert.True(wrong.IsEmpty, $"{string.Join("\n----\n", wrong)}\n{written}");
        Assert.Equal("", written.ToString()); // nothing was unhandled
        Assert.Equal(count, answers.Values.Sum());
        // No request makes a store time out, but a machine that is too busy does: that is told as it is, and counted.
        Assert.True(answers.GetValueOrDefault(503) <= count / 1_000, "The storage was away too often for this to say anything.");
        Assert.True(answers.GetValueOrDefault(200) > count / 50, "Hardly anything was let in.");
    }

    [Fact]
    public async Task What_was_found_in_this_way_stays_mended()
    {
        await using var house = await OpenHouse.StartAsync(Token, ("Limits:RequestsPerSecond", "0"));
        using var connection = new RawConnection(new(IPAddress.Loopback, house.Http.BaseAddress!.Port));
        async Task<int> AskAsync(string head, string body) =>
            (await connection.AskAsync(Encoding.Latin1.GetBytes($"{head}\r\nHost: 127.0.0.1\r\nX-Api-Key: {OpenHouse.PushKey}\r\nContent-Length: {body.Length}\r\n\r\n{body}"), closes: false, isHead: false, Token)).Status;
        Assert.Equal(422, await AskAsync("POST /api/recordings HTTP/1.1\r\nContent-Type: application/json", "{\"\\ud800topic\":\"game:rugs.x\",\"format\":1}"));
        Assert.Equal(422, await AskAsync("OPTIONS /api/connections HTTP/1.1\r\nWebHook-Request-Origin: na\u0019me.example", ""));
        Assert.Equal(415, await AskAsync("POST /api/negotiate HTTP/1.1\r\nContent-Type: application/json; charset=utf-7", "{}"));
        Assert.Equal(422, await AskAsync("POST /api/push/sports/x HTTP/1.1\r\nContent-Type: application/json", "{\"\\ud800\":\"\\ud800\",\"events\":[{\"id\":\"\\ud800\"}]}"));
        Assert.Equal(401, await AskAsync("POST /api/connections HTTP/1.1\r\nContent-Type: application/json", "{\"claims\":null}"));
    }

    private static async Task BesiegeAsync(int[] numbers, int seed, StringWriter written, ConcurrentDictionary<int, int> answers, ConcurrentQueue<string> wrong)
    {
        await using var house = await PlantedTests.StartAsync(
            TextWriter.Synchronized(written), ("LOG_LEVEL", "Error"), ("Limits:ConnectionsPerAddress", "0"), ("Limits:ConnectionsPerSubject", "0"), ("Push:Feeds", "sports,game,market"));
        var maker = new RequestMaker(Routes(house));
        var server = new IPEndPoint(IPAddress.Loopback, house.Http.BaseAddress!.Port);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            using var connection = new RawConnection(server);
            while (Interlocked.Increment(ref next) is var at && at < numbers.Length && wrong.Count < 20)
            {
                if (at % (AHouse / 2) == (AHouse / 2) - 1) // the host calls it every minute
                    await house.App.Services.GetRequiredService<Sweep>().RunAsync(default, Token);
                var (request, closes) = maker.Make(numbers[at], seed);
                if (await TryAsync(connection, request, closes, answers) is { } fault)
                    wrong.Enqueue($"{numbers[at]}: {fault}\n{Encoding.Latin1.GetString(request.AsSpan(0, Math.Min(request.Length, 2_000)))}");
            }
        }));
    }

    private static async Task<string?> TryAsync(RawConnection connection, byte[] request, bool closes, ConcurrentDictionary<int, int> answers)
    {
        try
        {
            var (status, text) = await connection.AskAsync(request, closes, request.AsSpan().StartsWith("HEAD "u8), Token);
            answers.AddOrUpdate(status, 1, static (_, before) => before + 1);
            if (status >= 500 && status != StatusCodes.Status505HttpVersionNotsupported && status != StatusCodes.Status503ServiceUnavailable) // 505 is what HTTP wants said to a version that there is not; 503 is bounded below
                return $"answered {status}: {text}";
            return text.Contains("   at LiveView", StringComparison.Ordinal) || text.Contains("Exception:", StringComparison.Ordinal) ? $"tells what is inside: {text}" : null;
        }
        catch (TimeoutException)
        {
            answers.AddOrUpdate(-1, 1, static (_, before) => before + 1);
            return "hangs";
        }
    }

    private static List<(string Method, string Pattern, Door? Door)> Routes(OpenHouse house)
    {
        List<(string, string, Door?)> routes = [("GET", "/", null), ("GET", "/index.html", null), ("GET", "/assets/x.js", null), ("POST", "/admin/host/status", null)];
        foreach (var endpoint in house.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var (pattern, door) = (endpoint.RoutePattern.RawText ?? "", endpoint.Metadata.GetMetadata<Door>());
            if (door is not null) // what only the host calls is no public door: it refuses whoever comes over HTTP
                routes.AddRange(endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => (method, pattern, (Door?)door)));
        }

        return routes;
    }

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
