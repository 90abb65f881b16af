using LiveView.Cloud.PubSub;

namespace LiveView.Handler.Doors;

/// <summary>
/// What a browser is told of every answer: no guessing of types, no frames, no referrer, scripts and styles from here alone, connections to
/// here and to our Web PubSub; and in production that it is never to come without TLS again.
/// </summary>
internal sealed class SafeHeaders(RequestDelegate next, IConfiguration settings, WebPubSubServiceClient pubsub)
{
    private readonly bool _isProduction = Production.Is(settings);

    private readonly string _policy =
        $"default-src 'self'; connect-src 'self' {(pubsub.Endpoint.Scheme == Uri.UriSchemeHttps ? "wss" : "ws")}://{pubsub.Endpoint.Authority}; "
        + "img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // When the answer starts, for a failure begins its answer anew without the headers that were there.
        context.Response.OnStarting(TellAsync, context.Response.Headers);
        return next(context);
    }

    private Task TellAsync(object headersOfAnswer)
    {
        var headers = (IHeaderDictionary)headersOfAnswer;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = _policy;
        if (_isProduction)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        return Task.CompletedTask;
    }
}
