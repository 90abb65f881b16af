using System.Net.Http.Json;
using System.Text.Json;
using LiveView.Core.Topics;
using LiveView.Viewer;

namespace LiveView.Client;

/// <summary>The two routes of the server that a viewer needs, each call with a deadline.</summary>
internal sealed class Doors(LiveViewClientOptions options, HttpClient http)
{
    private static readonly TimeSpan LifeUnsaid = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks for leave to follow tiers.</summary>
    /// <exception cref="LiveViewRefusedException">The server said no.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    /// <exception cref="FormatException">The answer is none.</exception>
    public Task<Grant> NegotiateAsync(IReadOnlyCollection<string> tiers, CancellationToken token) => CallAsync(
        "api/negotiate",
        HttpMethod.Post,
        request => request.Content = JsonContent.Create(new { tiers }),
        ReadGrantAsync,
        token);

    /// <summary>Asks what is lacking since a position, or for the whole state; and how far the server's clock is ahead of ours.</summary>
    /// <inheritdoc cref="NegotiateAsync"/>
    public Task<(CatchUpAnswer Answer, TimeSpan Skew)> CatchUpAsync(string tier, Position? after, CancellationToken token) => CallAsync(
        $"api/tiers/{tier}",
        HttpMethod.Get,
        request =>
        {
            if (after is { } here)
                request.Headers.TryAddWithoutValidation("If-None-Match", $"\"{here}\"");
        },
        async (response, stop) =>
        {
            var body = await response.Content.ReadAsByteArrayAsync(stop);
            return CatchUpAnswer.Read((int)response.StatusCode, body) is { } answer ? (answer, Skew(response)) : throw Refusal(response, []);
        },
        token);

    private async Task<T> CallAsync<T>(
        string route, HttpMethod method, Action<HttpRequestMessage> fill, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken token)
    {
        using var deadline = new CancellationTokenSource(options.Deadline, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, token);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(options.Server, route));
            fill(request);
            if (options.Bearer is { } bearer)
                request.Headers.Authorization = new("Bearer", await bearer(either.Token));
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return await read(response, either.Token);
        }
        catch (OperationCanceledException late) when (deadline.IsCancellationRequested && !token.IsCancellationRequested)
        {
            throw new HttpRequestException($"{route} did not answer within {options.Deadline}.", late);
        }
        catch (IOException cut)
        {
            throw new HttpRequestException($"{route}: the answer was cut off.", cut);
        }
    }

    private async Task<Grant> ReadGrantAsync(HttpResponseMessage response, CancellationToken token)
    {
        if (!response.IsSuccessStatusCode)
            throw Refusal(response, await NamedAsync(response, token));
        try
        {
            using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(token), cancellationToken: token);
            var tiers = json.RootElement.GetProperty("tiers"u8).EnumerateArray().Select(static tier => tier.GetProperty("tier"u8).GetString() ?? "");
            // The server's own clock says how long that is, for ours may be hours off.
            var life = json.RootElement.GetProperty("expires"u8).TryGetDateTimeOffset(out var expires)
                ? expires - (options.Time.GetUtcNow() + Skew(response))
                : LifeUnsaid;
            return new(new(json.RootElement.GetProperty("url"u8).GetString() ?? ""), life, tiers.ToHashSet(StringComparer.Ordinal));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("The answer to negotiate has no url, expires and tiers.", broken);
        }
    }

    /// <summary>The tiers that a problem names. What stands between us and the server may answer as well, and not in JSON.</summary>
    private static async Task<string[]> NamedAsync(HttpResponseMessage response, CancellationToken token)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(token), cancellationToken: token);
            return json.RootElement.TryGetProperty("tiers"u8, out var tiers) ? [.. tiers.EnumerateArray().Select(static tier => tier.GetString()).OfType<string>()] : [];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private LiveViewRefusedException Refusal(HttpResponseMessage response, string[] tiers) => new(
        (int)response.StatusCode,
        $"{response.RequestMessage?.RequestUri} answered {(int)response.StatusCode} {response.ReasonPhrase}.",
        response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } until } when until - options.Time.GetUtcNow() is { Ticks: > 0 } wait => wait,
            _ => null,
        },
        tiers);

    // The header tells whole seconds, rounded down: closer than this it may be the same clock.
    private TimeSpan Skew(HttpResponseMessage response) =>
        response.Headers.Date + HalfSecond - options.Time.GetUtcNow() is { } skew && skew.Duration() > 3 * HalfSecond ? skew : TimeSpan.Zero;
}
