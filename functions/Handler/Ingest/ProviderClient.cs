using System.Net;
using System.Net.Http.Headers;
using Polly;

namespace LiveView.Handler.Ingest;

/// <summary>Asks a provider once, with deadlines, retries and manners, and never throws for what a provider does.</summary>
internal sealed class ProviderClient(HttpClient http, ResiliencePipeline<Fetched> resilience, TimeProvider time, Passage? passage = null)
{
    /// <summary>The client for one call that has entered the provider's circuit.</summary>
    public ProviderClient Through(Passage entered) => new(http, resilience, time, entered);

    /// <summary>Gets <paramref name="address"/>, at most <paramref name="maxBytes"/> of it.</summary>
    /// <param name="address">The absolute address.</param>
    /// <param name="userAgent">Who we say we are.</param>
    /// <param name="etag">The version we have, where the provider gave one.</param>
    /// <param name="maxBytes">The size from which an answer is not read any more.</param>
    /// <param name="token">Ends the wait.</param>
    public async Task<Fetched> GetAsync(Uri address, string userAgent, string? etag, int maxBytes, CancellationToken token)
    {
        var context = ResilienceContextPool.Shared.Get(token);
        if (passage is not null)
            context.Properties.Set(Passage.Key, passage);
        try
        {
            return await resilience.ExecuteAsync(
                static async (attempt, state) =>
                    await state.Self.TryAsync(state.address, state.userAgent, state.etag, state.maxBytes, attempt.CancellationToken),
                context,
                (Self: this, address, userAgent, etag, maxBytes));
        }
        catch (Polly.Timeout.TimeoutRejectedException)
        {
            return new Fetched.Unavailable("timeout");
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<Fetched> TryAsync(Uri address, string userAgent, string? etag, int maxBytes, CancellationToken token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.ParseAdd(userAgent);
        request.Headers.Accept.ParseAdd("application/json");
        if (etag is not null && EntityTagHeaderValue.TryParse(etag, out var version))
            request.Headers.IfNoneMatch.Add(version);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            return response.StatusCode switch
            {
                HttpStatusCode.NotModified => new Fetched.NotModified(),
                >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new Fetched.Unavailable(Word(response.StatusCode), Wait(response.Headers.RetryAfter)),
                >= HttpStatusCode.Ambiguous => new Fetched.Refused((int)response.StatusCode, Wait(response.Headers.RetryAfter)),
                _ when await ReadAsync(response.Content, maxBytes, token) is { } body =>
                    new Fetched.Answered(body, response.Headers.ETag?.ToString()),
                _ => new Fetched.Unavailable("oversize"),
            };
        }
        catch (HttpRequestException failure)
        {
            return new Fetched.Unavailable(failure.HttpRequestError.ToString());
        }
        catch (IOException) // the connection was cut inside the body, or the compressed stream is torn
        {
            return new Fetched.Unavailable("cut");
        }
        catch (InvalidDataException)
        {
            return new Fetched.Unavailable("compression");
        }
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int maxBytes, CancellationToken token)
    {
        if (content.Headers.ContentLength > maxBytes)
            return null;
        await using var stream = await content.ReadAsStreamAsync(token);
        using var body = new MemoryStream((int)(content.Headers.ContentLength ?? 65_536));
        var chunk = new byte[65_536];
        while (await stream.ReadAsync(chunk, token) is var read and > 0)
        {
            if (body.Length + read > maxBytes)
                return null;
            await body.WriteAsync(chunk.AsMemory(0, read), token);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static string Word(HttpStatusCode status) => $"http_{(int)status}";

    private TimeSpan? Wait(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - time.GetUtcNow();
}
