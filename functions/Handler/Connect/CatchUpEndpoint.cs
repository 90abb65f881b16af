using LiveView.Core.Recovery;
using LiveView.Core.Topics;
using LiveView.Handler.State;
using Microsoft.Net.Http.Headers;

namespace LiveView.Handler.Connect;

/// <summary>
/// <c>GET /api/tiers/{tier}</c>: what a viewer lacks, from the position in <c>If-None-Match</c> or <c>?after=</c>. The answer always says
/// which it is: 304, <c>updates</c>, <c>state</c>, <c>gap</c>, or 404 with <c>none</c> while the tier has no history.
/// </summary>
internal static class CatchUpEndpoint
{
    /// <summary>While a viewer is reading, old updates may leave the window: then it is decided anew, and a gap is said.</summary>
    private const int Attempts = 3;

    public static async Task<IResult> HandleAsync(string name, string? after, HttpContext context, TopicStore store, Doorbell doorbell, CancellationToken token)
    {
        // A slash in the name may arrive percent-encoded; the server leaves that one as it is.
        if (!Tier.TryParse(Uri.UnescapeDataString(name), out var tier))
            return Problems.Unprocessable("A tier reads feed:key/name.");
        var position = after ?? context.Request.Headers.IfNoneMatch.ToString();
        Position? there = null;
        if (position.Length > 0)
        {
            if (!Position.TryParse(position, out var parsed))
                return Problems.Unprocessable("A position reads epoch:offset.");
            there = parsed;
        }

        if (!await doorbell.RingAsync([tier.Topic], token)) // before the head is read: see Audience
            return Problems.Busy("More topics are watched than can be.");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await store.LoadAsync(tier.Topic, token) is not { Head: var head } || head.Tiers.GetValueOrDefault(tier.Name) is not { } now)
                return Results.Text("""{"answer":"none"}""", "application/json", statusCode: StatusCodes.Status404NotFound);
            context.Response.Headers.ETag = $"\"{now.Position}\"";
            context.Response.Headers.CacheControl = "no-cache";
            switch (CatchUp.Decide(now, there))
            {
                case CatchUp.Current:
                    return Results.StatusCode(StatusCodes.Status304NotModified);
                case CatchUp.Updates(var from) when await KeptAsync(store, tier, from + 1, now.Position.Offset, token) is { } updates:
                    return Results.Bytes(CatchUpJson.Updates(updates), "application/json");
                case CatchUp.Whole when await CatchUpJson.StateAsync(store, tier, head, now, token) is { } state:
                    return Results.Bytes(CatchUpJson.State(state), "application/json");
                case CatchUp.Gap(var missing) when await CatchUpJson.StateAsync(store, tier, head, now, token) is { } state:
                    return Results.Bytes(CatchUpJson.Gap(missing, state), "application/json");
            }
        }

        context.Response.Headers[HeaderNames.RetryAfter] = "1";
        return Results.Problem("The tier moves faster than it can be read; try again.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>The updates of a range, or null when part of it is gone by now.</summary>
    internal static async Task<IReadOnlyList<StoredUpdate>?> KeptAsync(TopicStore store, Tier tier, long from, long to, CancellationToken token)
    {
        var updates = await store.ReadAsync(tier, from, to, token);
        return updates.Count == to - from + 1 ? updates : null;
    }
}
