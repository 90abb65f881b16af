using System.Text.Json;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Identity;
using LiveView.Simulation.Tests.Bugs;
using LiveView.Simulation.Tests.Cloud;
using LiveView.Simulation.Tests.Hosting;
using LiveView.Viewer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveView.Simulation.Tests.Viewers;

/// <summary>How a viewer reaches the handler's doors: the real endpoints, without a socket.</summary>
internal static class Door
{
    private static readonly ServiceProvider Framework = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();

    /// <summary>Asks what the viewer lacks; null when there was no answer that helps.</summary>
    public static async Task<CatchUpAnswer?> AskAsync(HandlerProcess process, string tier, string? position)
    {
        var context = Context();
        if (position is not null)
            context.Request.Headers.IfNoneMatch = $"\"{position}\"";
        var well = await process.InvokeAsync("api", async () =>
            await AnswerAsync(context, await TierAsync(process, tier, context)));
        return well ? CatchUpAnswer.Read(context.Response.StatusCode, Body(context)) : null;
    }

    /// <summary>Asks a door that is not for those who come back: what it said, as a status; null when there was no answer.</summary>
    public static async Task<int?> KnockAsync(HandlerProcess process, Func<HttpContext, Task<IResult>> door)
    {
        var context = Context();
        return await process.InvokeAsync("api", async () => await AnswerAsync(context, await door(context))) ? context.Response.StatusCode : null;
    }

    /// <summary>The route of a tier, behind its door.</summary>
    public static Task<IResult> TierAsync(HandlerProcess process, string path, HttpContext context)
    {
        context.Request.RouteValues["name"] = path;
        return ThroughAsync(
            new TierDoor(process.Entitlements, HandlerProcess.DoorCounts),
            context,
            () => ThroughAsync(
                new TierBell(process.Doorbell),
                context,
                () => CatchUpEndpoint.HandleAsync(path, context, process.CatchUp, HandlerProcess.CatchUpCounts, process.Connect, CancellationToken.None)));
    }

    /// <summary>The route of a topic, behind its door.</summary>
    public static Task<IResult> TopicAsync(HandlerProcess process, string topic, HttpContext context)
    {
        context.Request.RouteValues["topic"] = topic;
        return ThroughAsync(
            new TopicDoor(process.Entitlements, HandlerProcess.DoorCounts), context, () => TopicsEndpoint.OneAsync(topic, process.Store, CancellationToken.None));
    }

    /// <summary>Asks to watch; what the token grants, or null.</summary>
    public static async Task<Grant?> NegotiateAsync(HandlerProcess process, string[] tiers, Sabotage sabotage)
    {
        var context = Context();
        var well = await process.InvokeAsync("api", async () => await AnswerAsync(
            context,
            await Negotiate.HandleAsync(
                new(tiers), process.Feeds, process.PubSub, process.Connect, process.Entitlements, process.Admission, process.Address, process.Overload, context, process.Doorbell, process.Time, CancellationToken.None)));
        if (!well || context.Response.StatusCode != StatusCodes.Status200OK)
            return null;
        using var answer = JsonDocument.Parse(Body(context));
        return sabotage.Grant(Grant.Read(answer.RootElement.GetProperty("url").GetString()!));
    }

    private static async Task<IResult> ThroughAsync(IEndpointFilter door, HttpContext context, Func<Task<IResult>> route) =>
        (IResult)(await door.InvokeAsync(new DefaultEndpointFilterInvocationContext(context), async _ => await route()))!; // a result, the door's or the route's

    // Nobody here says who they are.
    private static DefaultHttpContext Context() =>
        new() { RequestServices = Framework, Response = { Body = new MemoryStream() }, Items = { [typeof(Caller)] = Caller.Anonymous } };

    private static Task AnswerAsync(HttpContext context, IResult result) => result.ExecuteAsync(context);

    private static byte[] Body(HttpContext context) => ((MemoryStream)context.Response.Body).ToArray();
}
