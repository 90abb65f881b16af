using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LiveView.Package;

/// <summary>
/// The shortest journey that touches every part: is it there, does what it needs answer, is there a topic, does a viewer get in, does catching up
/// tell where the tier stands. It is run after a deployment, and by the test of the package.
/// </summary>
internal sealed class Smoke(HttpClient http, TextWriter output)
{
    /// <summary>Goes all the way.</summary>
    /// <exception cref="InvalidOperationException">A step did not succeed; the message says which and how.</exception>
    public async Task RunAsync(CancellationToken token)
    {
        await ExpectAsync("/api/health", HttpStatusCode.OK, token);
        await ExpectAsync("/api/ready", HttpStatusCode.OK, token);
        await ExpectAsync("/", HttpStatusCode.OK, token);
        var tier = await TierAsync(token);
        await WatchAsync(tier, token);
        await CatchUpAsync(tier, token);
        await output.WriteLineAsync("the journey is whole");
    }

    private async Task<JsonElement> ExpectAsync(string path, HttpStatusCode status, CancellationToken token)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), token);
        var body = await answer.Content.ReadAsStringAsync(token);
        if (answer.StatusCode != status)
            throw new InvalidOperationException($"GET {path} answered {(int)answer.StatusCode}, not {(int)status}: {body}");
        await output.WriteLineAsync($"{path} {(int)status}");
        return answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonElement.Parse(body) : default;
    }

    // There is none right after the first deployment: the providers are asked within seconds.
    private async Task<string> TierAsync(CancellationToken token)
    {
        using var every = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            var list = await http.GetFromJsonAsync<JsonElement>(new Uri("/api/topics?feed=sports&recent=1", UriKind.Relative), token);
            if (list.GetProperty("topics").EnumerateArray().SelectMany(static topic => topic.GetProperty("tiers").EnumerateArray()).ToArray() is [var first, ..])
                return first.GetProperty("tier").GetString() ?? "";
            await every.WaitForNextTickAsync(token);
        }
    }

    private async Task WatchAsync(string tier, CancellationToken token)
    {
        using var answer = await http.PostAsync(
            new Uri("/api/negotiate", UriKind.Relative), new StringContent(JsonSerializer.Serialize(new Dictionary<string, string[]> { ["tiers"] = [tier] }), Encoding.UTF8, "application/json"), token);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"negotiate answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}");
        var url = (await answer.Content.ReadFromJsonAsync<JsonElement>(token)).GetProperty("url").GetString() ?? "";
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("json.webpubsub.azure.v1");
        await socket.ConnectAsync(new Uri(url), token);
        var heard = new byte[65_536];
        var first = await socket.ReceiveAsync(heard.AsMemory(), token);
        var greeting = Encoding.UTF8.GetString(heard, 0, first.Count);
        if (!greeting.Contains("\"connected\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"Web PubSub greeted with {greeting}");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token);
        await output.WriteLineAsync($"a viewer of {tier} is connected");
    }

    private async Task CatchUpAsync(string tier, CancellationToken token)
    {
        var path = new Uri($"/api/tiers/{tier}", UriKind.Relative);
        using var whole = await http.GetAsync(path, token);
        var body = await whole.Content.ReadFromJsonAsync<JsonElement>(token);
        if (whole.StatusCode != HttpStatusCode.OK || body.GetProperty("answer").GetString() is not ("state" or "updates"))
            throw new InvalidOperationException($"GET {path} answered {(int)whole.StatusCode}: {body}");
        await output.WriteLineAsync($"{path} stands at {whole.Headers.ETag}");
    }
}
