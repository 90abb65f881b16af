using LiveView.Handler.Doors;
using LiveView.Handler.Doors.Entitlement;

namespace LiveView.Handler.Connect;

/// <summary>The doors for viewers.</summary>
internal static class ConnectEndpoints
{
    public static void MapConnect(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api");
        foreach (var path in new[] { "/negotiate", "/ws-token" }) // the second is the name under which older pages know it
            api.MapPost(path, Negotiate.HandleAsync).WithMetadata(Door.Question);
        api.MapGet("/tiers/{**name}", CatchUpEndpoint.HandleAsync).WithMetadata(Door.Open).AddEndpointFilter<TierDoor>().AddEndpointFilter<TierBell>();
        api.MapGet("/topics", TopicsEndpoint.ListAsync).WithMetadata(Door.Open);
        api.MapGet("/topics/{topic}", TopicsEndpoint.OneAsync).WithMetadata(Door.Open).AddEndpointFilter<TopicDoor>();
    }
}
