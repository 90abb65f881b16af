namespace LiveView.Handler.Connect;

/// <summary>The doors for viewers.</summary>
internal static class ConnectEndpoints
{
    public static void MapConnect(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        api.MapPost("/negotiate", Negotiate.HandleAsync);
        api.MapGet("/tiers/{**name}", CatchUpEndpoint.HandleAsync);
        api.MapGet("/topics", TopicsEndpoint.ListAsync);
        api.MapGet("/topics/{topic}", TopicsEndpoint.OneAsync);
    }
}
