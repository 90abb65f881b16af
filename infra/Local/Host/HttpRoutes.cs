namespace LiveView.Local.Host;

/// <summary>The routes of the HTTP functions below the prefix of host.json. A method that no function takes is 404, as in the real host.</summary>
internal sealed class HttpRoutes(IReadOnlyList<FunctionManifest> functions, HostJson host, AppSettings settings, HttpProxy proxy)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var homepage = !"true".Equals(settings.Find("AzureWebJobsDisableHomepage"), StringComparison.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            if (function.Trigger is not HttpTrigger trigger)
                continue;
            if (host.CustomHandler?.EnableProxyingHttpRequest != true)
                throw new HostConfigurationException($"{function.Name}/function.json: HTTP functions need \"enableProxyingHttpRequest\": true in host.json; the local host has no other way.");
            var route = $"/{host.Extensions.Http.RoutePrefix.Trim('/')}/{trigger.Route.Trim('/')}".Replace("//", "/", StringComparison.Ordinal);
            routes.Map(route, context =>
            {
                if (homepage && context.Request.Path == "/")
                    return context.Response.WriteAsync("Your Functions 4.0 app is up and running. To serve / by a function set AzureWebJobsDisableHomepage=true.", context.RequestAborted);
                if (trigger.Methods.Count == 0 || trigger.Methods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase))
                    return proxy.ForwardAsync(context, function.Name);
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            });
        }
    }
}
