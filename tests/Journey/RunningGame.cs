using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LiveView.Local;
using LiveView.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveView.Journey.Tests;

/// <summary>The whole of Live View on this machine with a simulated game, which is played faster than the real one.</summary>
internal sealed class RunningGame : IAsyncDisposable
{
    private readonly DirectoryInfo _data;
    private readonly SmallAzure _azure;

    private RunningGame(DirectoryInfo data, SmallAzure azure)
    {
        (_data, _azure) = (data, azure);
        Http = new() { BaseAddress = azure.Functions!.Endpoint }; // no test leaves the functions to others
    }

    public HttpClient Http { get; }

    public static async Task<RunningGame> StartAsync(bool games, IReadOnlyList<(string Name, string Value)> settings, CancellationToken token)
    {
        var data = Directory.CreateTempSubdirectory("liveview-");
        var options = new LocalOptions
        {
            FunctionsPort = 0,
            PubSubPort = 0,
            EventHubsPort = 0,
            AzuritePort = 0,
            Data = data.FullName,
            Games = games,
            GamePace = 8,
            Seed = 3,
        };
        options.Settings["Providers__Espn__LongestSeconds"] = "60"; // the matches are not what is watched here
        foreach (var (name, value) in settings)
            options.Settings[name] = value;
        return new(data, await SmallAzure.StartAsync(options, NullLoggerFactory.Instance, token));
    }

    /// <summary>The first round in a phase, once there is one.</summary>
    public async Task<string> RoundAsync(string phase, CancellationToken token)
    {
        string? found = null;
        await Eventually.Until(
            $"a round is {phase}",
            async () =>
            {
                using var list = JsonDocument.Parse(await Http.GetStringAsync(new Uri("api/topics?feed=game&recent=50", UriKind.Relative), token));
                found = list.RootElement.GetProperty("topics").EnumerateArray().Where(topic => topic.GetProperty("phase").GetString() == phase)
                    .Select(static topic => topic.GetProperty("topic").GetString()).LastOrDefault();
                return found is not null;
            },
            token,
            TimeSpan.FromSeconds(120));
        return found!; // it was waited for
    }

    public async Task<JsonElement> JsonAsync(string path, CancellationToken token)
    {
        using var json = JsonDocument.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative), token));
        return json.RootElement.Clone();
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, CancellationToken token, string type = "application/json", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type)) };
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        return Http.SendAsync(request, token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _azure.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
