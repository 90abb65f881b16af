using System.Collections.Frozen;
using System.Diagnostics;
using Azure;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;
using LiveView.Core.Wire;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Fold;
using LiveView.Handler.Telemetry;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveView.Handler.Ingest.Push;

/// <summary>
/// <c>POST /api/push/{feed}/{key}</c>: a provider, a device or a bot that calls us. The same as a poll's answer from there on:
/// <code>
///   key ─▶ feed ─▶ name ─▶ type ─▶ rate ─▶ size, before reading ─▶ split ─▶ raw hub ─▶ 202
///   401    404     422     415     429, 503  413                    422      503, to be sent again
/// </code>
/// </summary>
internal sealed partial class PushEndpoint(
    FrozenDictionary<string, IFeed> feeds,
    PushDoor door,
    PushRate rate,
    PushGate gate,
    Overload overload,
    Streams streams,
    [FromKeyedServices(Hubs.Raw)] HubSender raws,
    DeadLetters deadLetters,
    IOptionsMonitor<PushOptions> options,
    TimeProvider time,
    PushMetrics metrics,
    IngestMetrics ingested,
    ILogger<PushEndpoint> log)
{
    /// <summary>Who is said to have brought it.</summary>
    public const string Provider = "push";

    public async Task<IResult> HandleAsync(string feed, string key, HttpContext context, CancellationToken token)
    {
        var settings = options.CurrentValue;
        if (!door.Admits(context.Request))
            return Refuse(null, StatusCodes.Status401Unauthorized, "Pushing needs the key, as X-Api-Key.");
        if (feeds.GetValueOrDefault(feed) is not { } known || !settings.Feeds.Split(',', StringSplitOptions.TrimEntries).Contains(feed))
            return Refuse(null, StatusCodes.Status404NotFound, "No feed of this name is pushed.");
        if (!Topic.TryParse($"{feed}:{key}", out var topic))
            return Refuse(feed, StatusCodes.Status422UnprocessableEntity, "A key is 1 to 120 of A-Z, a-z, 0-9, dot, underscore and hyphen.");
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !(type.MediaType == "application/json" || type.Suffix == "json") || type.Charset.Length > 0 && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return Refuse(feed, StatusCodes.Status415UnsupportedMediaType, "A push is application/json, in UTF-8.");
        using var work = gate.Enter(out var wait);
        if (work is null)
            return Later(feed, wait, "There is more to do than can be done; send it again later.", context);
        if (await rate.WaitAsync($"{feed}/{key}", token) is { } pause)
        {
            context.Response.Headers.RetryAfter = $"{(int)Math.Ceiling(pause.TotalSeconds)}";
            return Refuse(feed, StatusCodes.Status429TooManyRequests, $"One key pushes at most {settings.PerSecond} messages a second.");
        }

        if (await overload.WaitAsync(token) is { } behind)
            return Later(feed, behind, "What was taken before would keep this waiting; send it again later.", context);
        if (await streams.WaitAsync(topic, token) is { } full)
            return Later(feed, full, "As many are watched as may be; send it again later.", context);
        if (await PushBody.ReadAsync(context, settings.MaxBytes, token) is not { Length: > 0 } body)
        {
            return context.Request.ContentLength == 0
                ? Refuse(feed, StatusCodes.Status422UnprocessableEntity, "There is nothing in it.")
                : Refuse(feed, StatusCodes.Status413PayloadTooLarge, $"A push is at most {settings.MaxBytes} bytes.");
        }

        return await TakeAsync(known, key, body, context, token);
    }

    private async Task<IResult> TakeAsync(IFeed feed, string key, ReadOnlyMemory<byte> body, HttpContext context, CancellationToken token)
    {
        using var span = Traces.Begin("push");
        span?.SetTag("feed", feed.Name);
        var split = Splitting.Of(feed, new(Provider, key, body, time.GetUtcNow()), memory: null);
        List<Refusal> refusals = [.. split.Refusals];
        List<HubMessage> messages = [];
        foreach (var raw in split.Raws)
        {
            var message = RawJson.Write(raw with { Trace = Activity.Current?.Id });
            if (message.Length > HubSender.MaxBytes)
                refusals.Add(new(Rejection.TooLarge, $"A Raw of {message.Length} bytes does not fit the hub.", raw.Body));
            else
                messages.Add(new(raw.Topic.ToString(), message));
        }

        try
        {
            foreach (var refusal in refusals)
            {
                ingested.Refused(Provider, refusal.Reason);
                Log.Refused(log, feed.Name, key, refusal.Reason, refusal.Bytes.Length, refusal.Detail);
                await deadLetters.KeepAsync($"{Provider}|{feed.Name}/{key}", refusal, token);
            }

            await raws.SendAsync(messages, token);
        }
        catch (RequestFailedException away)
        {
            Log.Away(log, away, feed.Name, key);
            context.Response.Headers.RetryAfter = "1";
            return Refuse(feed.Name, StatusCodes.Status503ServiceUnavailable, "It was not taken; send it again.");
        }

        if (messages.Count == 0 && refusals.Count > 0)
            return Refuse(feed.Name, StatusCodes.Status422UnprocessableEntity, refusals[0].Detail);
        metrics.Taken(feed.Name, messages.Count);
        return Results.Json(new PushAnswer(messages.Count, split.Unchanged, refusals.Count), PushJson.Default.PushAnswer, statusCode: StatusCodes.Status202Accepted);
    }

    private IResult Later(string feed, TimeSpan wait, string detail, HttpContext context)
    {
        context.Response.Headers.RetryAfter = $"{(int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 300)}";
        return Refuse(feed, StatusCodes.Status503ServiceUnavailable, detail);
    }

    private IResult Refuse(string? feed, int status, string detail)
    {
        metrics.Refused(feed, status);
        return Results.Problem(detail, statusCode: status);
    }

    private static partial class Log
    {
        [LoggerMessage(1190, LogLevel.Warning, "A push to {Feed}/{Key} was not taken ({Reason}, {Bytes} bytes, kept): {Detail}")]
        public static partial void Refused(ILogger logger, string feed, string key, Rejection reason, int bytes, string detail);

        [LoggerMessage(1191, LogLevel.Warning, "A push to {Feed}/{Key} could not be passed on; the caller is asked to send it again.")]
        public static partial void Away(ILogger logger, Exception failure, string feed, string key);
    }
}
