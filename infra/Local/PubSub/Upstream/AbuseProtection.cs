using System.Collections.Concurrent;

namespace LiveView.Local.PubSub;

/// <summary>
/// Asks a handler whether it wants our events, before its first one, as the WebHook specification demands. The answer holds for a minute;
/// a refusal is asked again after 1 s, 2 s, … up to a minute, and until then its events fail.
/// </summary>
internal sealed class AbuseProtection(HttpClient http, TimeProvider time, string origin)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Standing> standings = new();

    public async Task<bool> AllowsAsync(Uri url, CancellationToken token)
    {
        var standing = standings.GetOrAdd(url.AbsoluteUri, _ => new Standing());
        if (standing.Holds(time)) return standing.Allowed;
        await standing.Turn.WaitAsync(token);
        try
        {
            if (standing.Holds(time)) return standing.Allowed;
            standing.Allowed = await AskAsync(url, token);
            standing.Pause = standing.Allowed ? Longest : TimeSpan.FromTicks(Math.Clamp(standing.Pause.Ticks * 2, TimeSpan.TicksPerSecond, Longest.Ticks));
            standing.Asked = time.GetTimestamp();
            return standing.Allowed;
        }
        finally
        {
            standing.Turn.Release();
        }
    }

    private async Task<bool> AskAsync(Uri url, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
            using var answer = await AskAsync(HttpMethod.Options, url, either.Token);
            if (answer.StatusCode != System.Net.HttpStatusCode.NotFound) return IsYes(answer);
            // Some hosts route no OPTIONS.
            using var second = await AskAsync(HttpMethod.Get, url, either.Token);
            return IsYes(second);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !token.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, Uri url, CancellationToken token)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.TryAddWithoutValidation("WebHook-Request-Origin", origin);
        request.Headers.TryAddWithoutValidation("ce-awpsversion", "1.0");
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
    }

    private bool IsYes(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode
        && answer.Headers.TryGetValues("WebHook-Allowed-Origin", out var origins)
        && origins.SelectMany(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Any(allowed => allowed == "*" || allowed.Equals(origin, StringComparison.OrdinalIgnoreCase) || allowed.StartsWith(origin + ":", StringComparison.OrdinalIgnoreCase));

    private sealed class Standing
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public bool Allowed { get; set; }

        public TimeSpan Pause { get; set; }

        public long? Asked { get; set; }

        public bool Holds(TimeProvider time) => Asked is { } asked && time.GetElapsedTime(asked) < Pause;
    }
}
