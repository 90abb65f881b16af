using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace LiveView.Local.Host;

/// <summary>
/// Passes an HTTP call through to the handler: path and query unchanged, bodies streamed both ways as they come. It repeats what YARP does
/// in the real host (whose package cannot be restored here): hop-by-hop headers end at the proxy, so there is no WebSocket upgrade.
/// </summary>
internal sealed partial class HttpProxy(Handler handler, TimeProvider time, Action<string, long>? executed, ILogger logger) : IDisposable
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(240);

    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "TE", "Trailer", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization",
        "Proxy-Authentication-Info", "HTTP2-Settings", "Alt-Svc", "Upgrade-Insecure-Requests",
    };

    private readonly HttpMessageInvoker _http = new(new ConnectRetry(time, new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null, // the client's traceparent is the one that goes on
    }));

    public async Task ForwardAsync(HttpContext context, string function)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("D");
        var started = time.GetTimestamp();
        using var idle = new CancellationTokenSource(IdleLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, context.RequestAborted);
        try
        {
            var process = await handler.ReadyAsync(context.RequestAborted);
            using var request = Outgoing(context.Request, process.Address, id);
            using var response = await _http.SendAsync(request, either.Token);
            await ReturnAsync(response, context.Response, idle, either.Token);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException or TimeoutException or HandlerFailedException or HostConfigurationException)
        {
            Log.Failed(logger, function, id, fault.Message);
            if (context.Response.HasStarted)
                context.Abort(); // half an answer must not look whole
            else
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
        finally
        {
            executed?.Invoke(function, started);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Outgoing(HttpRequest incoming, Uri address, string id)
    {
        var request = new HttpRequestMessage(new HttpMethod(incoming.Method), address.GetLeftPart(UriPartial.Authority) + incoming.PathBase.ToUriComponent() + incoming.Path.ToUriComponent() + incoming.QueryString.ToUriComponent());
        if (incoming.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            request.Content = new StreamContent(incoming.Body);
        foreach (var (name, values) in incoming.Headers)
        {
            if (HopByHop.Contains(name) || name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.StartsWith(':'))
                continue;
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        Set(request, "X-Forwarded-For", incoming.HttpContext.Connection.RemoteIpAddress?.ToString());
        Set(request, "X-Forwarded-Host", incoming.Host.ToUriComponent());
        Set(request, "X-Forwarded-Proto", incoming.Scheme);
        Set(request, "X-Azure-Functions-HostVersion", HostVersion.Number);
        Set(request, "X-Azure-Functions-InvocationId", id);
        if (!request.Headers.Contains("x-ms-invocation-id"))
            Set(request, "x-ms-invocation-id", id);
        return request;
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (!string.IsNullOrEmpty(value))
            request.Headers.TryAddWithoutValidation(name, value);
    }

    private static async Task ReturnAsync(HttpResponseMessage from, HttpResponse to, CancellationTokenSource idle, CancellationToken token)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.Concat(from.Content.Headers))
        {
            if (!HopByHop.Contains(name))
                to.Headers[name] = new StringValues([.. values]);
        }
        await using var body = await from.Content.ReadAsStreamAsync(token);
        var piece = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            while (await body.ReadAsync(piece, token) is > 0 and var count)
            {
                await to.Body.WriteAsync(piece.AsMemory(0, count), token);
                await to.Body.FlushAsync(token);
                idle.CancelAfter(IdleLimit);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(9160, LogLevel.Error, "Failed to proxy a request to {Function} (invocation {Id}): {Reason}")]
        public static partial void Failed(ILogger logger, string function, string id, string reason);
    }
}
