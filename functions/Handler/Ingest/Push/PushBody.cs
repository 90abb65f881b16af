using Microsoft.AspNetCore.Http.Features;

namespace LiveView.Handler.Ingest.Push;

/// <summary>A body whose size is looked at before it is read.</summary>
internal static class PushBody
{
    /// <summary>The body, or null when it is larger than allowed, of which at most the allowed part was read.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext context, int most, CancellationToken token)
    {
        if (context.Request.ContentLength > most)
            return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
        using var body = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        try
        {
            await context.Request.Body.CopyToAsync(body, token);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null; // it came without a length, and went on too long
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
