using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace LiveView.Local.Cost;

/// <summary>Stands before a service of Azurite, passes every request on as it came, and tells the meter of it.</summary>
internal sealed class CountingProxy : IAsyncDisposable
{
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase) { "Connection", "Keep-Alive", "Transfer-Encoding" };

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly WebApplication _web;
    private readonly Uri _target;

    private CountingProxy(Uri target, Action<HttpRequest> count)
    {
        _target = target;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _web = builder.Build();
        _web.Run(context =>
        {
            count(context.Request);
            return ForwardAsync(context);
        });
    }

    /// <summary>The service's address, by way of here.</summary>
    public Uri Endpoint => new(_web.Urls.Single().TrimEnd('/') + _target.AbsolutePath);

    public static async Task<CountingProxy> StartAsync(Uri target, Action<HttpRequest> count, CancellationToken token)
    {
        var proxy = new CountingProxy(target, count);
        await proxy._web.StartAsync(token);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var incoming = context.Request;
        // As it was sent, escape by escape: the signature is over that.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(
            new HttpMethod(incoming.Method), new Uri(_target.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.Host = incoming.Host.Value; // a batch names its rows by whole addresses
        if (incoming.ContentLength > 0 || incoming.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(incoming.Body);
        else if (incoming.ContentLength == 0)
            request.Content = new ByteArrayContent([]);
        foreach (var (name, values) in incoming.Headers.Where(static header => !Own.Contains(header.Key) && !header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var response = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(static header => !Own.Contains(header.Key)))
            context.Response.Headers[name] = values.ToArray();
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
