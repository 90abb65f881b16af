using System.Text.Json.Nodes;
using LiveView.Local.Providers;

namespace LiveView.Local.Tests.Providers;

/// <summary>Providers on a real socket, and a well-mannered client.</summary>
internal sealed class Running : IAsyncDisposable
{
    /// <summary>The middle of an evening.</summary>
    public static readonly DateTimeOffset Midway = new(2026, 11, 21, 20, 20, 7, TimeSpan.Zero);

    public const string Nba = "apis/site/v2/sports/basketball/nba/scoreboard";

    private readonly ProviderServer _server;

    private Running(ProviderServer server, SetTime time)
    {
        (_server, Time) = (server, time);
        Client = new HttpClient { BaseAddress = server.Endpoint };
        Client.DefaultRequestHeaders.Add("User-Agent", "LiveView/1.0 (+https://example.org/live-view)");
    }

    public HttpClient Client { get; }

    public SetTime Time { get; }

    public Uri Endpoint => _server.Endpoint;

    public static async Task<Running> StartAsync(Action<ProviderOptions>? adjust = null)
    {
        var time = new SetTime(Midway);
        var options = new ProviderOptions { Seed = 7, Time = time };
        adjust?.Invoke(options);
        return new Running(await ProviderServer.StartAsync(options, TestContext.Current.CancellationToken), time);
    }

    public static string Path(League league) => $"apis/site/v2/sports/{league.Path}/{league.Slug}/scoreboard";

    public async Task<JsonNode> JsonAsync(string path) => Parse(await Client.GetStringAsync(path, TestContext.Current.CancellationToken));

    public async Task OrderAsync(string fault)
    {
        using var content = new StringContent(fault);
        using var response = await Client.PostAsync("faults", content, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Created, response.StatusCode);
    }

    public static JsonNode Parse(string json) => JsonNode.Parse(json) ?? throw new InvalidOperationException("The document is null.");

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return _server.DisposeAsync();
    }
}
