using System.Net;
using System.Net.Http.Headers;

namespace LiveView.Local.PubSub;

/// <summary>
/// Calls a handler: asks first whether it wants events, tries again after 1, 3 and 5 s when it is overwhelmed or away, and gives up at a
/// deadline that covers it all. Every try is the same event with the same id.
/// </summary>
internal sealed partial class UpstreamClient : IDisposable
{
    private const int MaxAnswer = 16 * 1024 * 1024;

    // The real service sends its bare host; handlers look their key up by it.
    private const string Origin = "localhost";

    private readonly PubSubOptions options;
    private readonly ILogger log;
    private readonly HttpClient http;
    private readonly AbuseProtection protection;

    public UpstreamClient(PubSubOptions options)
    {
        this.options = options;
        log = options.Logs.CreateLogger<UpstreamClient>();
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = MaxAnswer };
        protection = new AbuseProtection(http, options.Time, Origin);
    }

    /// <summary>How the calls went.</summary>
    public Tally Calls { get; } = new();

    public async Task<UpstreamAnswer> CallAsync(EventHandlerSettings handler, CloudEvent happened, CookieContainer cookies, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(options.UpstreamTimeout, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        var url = handler.UrlFor(happened.Hub, happened.Name);
        try
        {
            if (!await protection.AllowsAsync(handler.UrlFor(happened.Hub, "validate"), either.Token))
            {
                Calls.Count("refused by handler");
                Log.NotAllowed(log, url.Host, happened.Name);
                return UpstreamAnswer.None;
            }

            return await CallAsync(url, happened, cookies, either.Token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            Calls.Count("timed out");
            Log.TimedOut(log, happened.Name, options.UpstreamTimeout);
            return UpstreamAnswer.None;
        }
    }

    private async Task<UpstreamAnswer> CallAsync(Uri url, CloudEvent happened, CookieContainer cookies, CancellationToken token)
    {
        var attempt = 0;
        while (true)
        {
            var answer = await TryAsync(url, happened, cookies, token);
            var isWorthRetry = answer.Status is 0 or 408 or >= 500;
            if (!isWorthRetry || attempt == options.UpstreamPauses.Count)
            {
                Calls.Count(answer.IsSuccess ? "succeeded" : "failed");
                if (!answer.IsSuccess) Log.Failed(log, happened.Name, happened.ConnectionId, answer.Status);
                return answer;
            }

            Calls.Count("retried");
            await Task.Delay(options.UpstreamPauses[attempt++], options.Time, token);
        }
    }

    private async Task<UpstreamAnswer> TryAsync(Uri url, CloudEvent happened, CookieContainer cookies, CancellationToken token)
    {
        using var request = happened.ToRequest(url, Origin, options, cookies.GetCookieHeader(url));
        try
        {
            using var response = await http.SendAsync(request, token);
            if (response.IsSuccessStatusCode && response.Headers.TryGetValues("Set-Cookie", out var set))
            {
                foreach (var cookie in set) Keep(cookies, url, cookie);
            }

            var state = response.Headers.TryGetValues("ce-connectionState", out var states) ? states.First() : null;
            return new UpstreamAnswer(
                (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(token), MediaType(response.Content.Headers.ContentType), state);
        }
        catch (HttpRequestException e)
        {
            Log.Unreachable(log, url.Host, url.Port, e);
            return UpstreamAnswer.None;
        }
    }

    private static string? MediaType(MediaTypeHeaderValue? type) => type?.MediaType?.ToLowerInvariant();

    private static void Keep(CookieContainer cookies, Uri url, string cookie)
    {
        try
        {
            cookies.SetCookies(url, cookie);
        }
        catch (CookieException)
        {
            // A cookie that is none is the handler's own loss.
        }
    }

    public void Dispose() => http.Dispose();

    private static partial class Log
    {
        [LoggerMessage(9330, LogLevel.Warning, "The handler at {Host} does not allow our events: {Event} is lost.")]
        public static partial void NotAllowed(ILogger logger, string host, string @event);

        [LoggerMessage(9331, LogLevel.Warning, "The handler of {Event} did not answer within {Timeout}.")]
        public static partial void TimedOut(ILogger logger, string @event, TimeSpan timeout);

        [LoggerMessage(9332, LogLevel.Warning, "The handler of {Event} failed for {ConnectionId} with {Status}.")]
        public static partial void Failed(ILogger logger, string @event, string connectionId, int status);

        [LoggerMessage(9333, LogLevel.Debug, "The handler at {Host}:{Port} cannot be reached.")]
        public static partial void Unreachable(ILogger logger, string host, int port, Exception exception);
    }
}
