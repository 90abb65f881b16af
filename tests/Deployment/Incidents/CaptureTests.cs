using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Local;
using LiveView.Local.Incidents;
using LiveView.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Deployment.Tests.Incidents;

/// <summary>What happened can be made to happen again: a slice of the log, folded once more, gives the documents the same hashes.</summary>
public sealed class CaptureTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("liveview-incident-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    [Trait("Requirement", "94")]
    public async Task A_captured_slice_replays_bit_for_bit()
    {
        var token = TestContext.Current.CancellationToken;
        var data = Path.Combine(_folder.FullName, "original");
        await using (var evening = await SmallAzure.StartAsync(Options(data), NullLoggerFactory.Instance, token))
        {
            using var http = Client(evening);
            await Eventually.Until("matches have moved", async () => (await HashesAsync(http, token)).Count >= 5, token, TimeSpan.FromSeconds(90));
        }

        var settled = Options(data);
        settled.Settings["ScheduleCron"] = "0 0 0 31 2 *"; // nothing new: what is on the hub is folded to its end
        foreach (var provider in new[] { "Espn", "Nba", "Nhl", "Mlb", "OpenLiga", "OpenFootball" })
            settled.Settings[$"Providers__{provider}__BaseAddress"] = "http://127.0.0.1:9/"; // whoever looks wakes a poll, which hears nothing
        await using var first = await SmallAzure.StartAsync(settled, NullLoggerFactory.Instance, token);
        using var original = Client(first);
        var slice = Path.Combine(_folder.FullName, "slice.jsonl");
        await using (var output = new StreamWriter(slice))
            Assert.InRange(Slice.Capture(first.EventHubs!, output, DateTimeOffset.MinValue, DateTimeOffset.MaxValue), 1, int.MaxValue);

        await using var again = await IncidentCommands.StartAsync(Options(Path.Combine(_folder.FullName, "again")), slice, NullLoggerFactory.Instance, token);
        using var replayed = Client(again);
        await Eventually.Until("all is folded as it was", async () => Same(await HashesAsync(original, token), await HashesAsync(replayed, token)), token, TimeSpan.FromSeconds(120));
        Assert.True(Same(await QuietAsync(original, token), await QuietAsync(replayed, token)), "One of them went on beyond what happened.");
    }

    private static LocalOptions Options(string data) =>
        new() { FunctionsPort = 0, PubSubPort = 0, EventHubsPort = 0, AzuritePort = 0, Data = data, Speed = 20 };

    private static HttpClient Client(SmallAzure azure) => new() { BaseAddress = azure.Functions!.Endpoint }; // nobody left the functions to others

    // Something, and the same.
    private static bool Same(IReadOnlyDictionary<string, string> some, IReadOnlyDictionary<string, string> others) =>
        some.Count > 0 && some.OrderBy(static tier => tier.Key, StringComparer.Ordinal).SequenceEqual(others.OrderBy(static tier => tier.Key, StringComparer.Ordinal));

    /// <summary>The hashes, once twenty looks agree.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> QuietAsync(HttpClient http, CancellationToken token)
    {
        var last = await HashesAsync(http, token);
        var same = 0;
        await Eventually.Until(
            "nothing moves any more",
            async () =>
            {
                var now = await HashesAsync(http, token);
                same = now.Count > 0 && Same(now, last) ? same + 1 : 0;
                last = now;
                return same >= 20;
            },
            token,
            TimeSpan.FromSeconds(60));
        return last;
    }

    /// <summary>Hash by tier: of the document of a state, of a log the chain over all entries.</summary>
    private static async Task<Dictionary<string, string>> HashesAsync(HttpClient http, CancellationToken token)
    {
        Dictionary<string, string> hashes = new(StringComparer.Ordinal);
        var list = await http.GetFromJsonAsync<JsonElement>("api/topics?feed=sports&recent=100", token);
        foreach (var tier in list.GetProperty("topics").EnumerateArray().SelectMany(static topic => topic.GetProperty("tiers").EnumerateArray())
            .Where(static tier => tier.GetProperty("kind").GetString() == "state").Select(static tier => tier.GetProperty("tier").GetString()!))
        {
            var answer = await http.GetFromJsonAsync<JsonElement>($"api/tiers/{tier}", token);
            hashes[tier] = answer.GetProperty("state").GetProperty("hash").GetString()!;
        }

        return hashes;
    }
}
