using System.Text.Json;
using LiveView.Handler.Connect;
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
            await AnswerAsync(context, await CatchUpEndpoint.HandleAsync(tier, null, context, process.Store, process.Doorbell, CancellationToken.None)));
        return well ? CatchUpAnswer.Read(context.Response.StatusCode, Body(context)) : null;
    }

    /// <summary>Asks to watch; the groups that the token is a member of, or null.</summary>
    public static async Task<HashSet<string>?> NegotiateAsync(HandlerProcess process, string[] tiers)
    {
        var context = Context();
        var well = await process.InvokeAsync("api", async () => await AnswerAsync(
            context,
            await Negotiate.HandleAsync(new(tiers), process.Feeds, process.PubSub, process.Connect, process.Doorbell, process.Time, CancellationToken.None)));
        if (!well || context.Response.StatusCode != StatusCodes.Status200OK)
            return null;
        using var answer = JsonDocument.Parse(Body(context));
        var url = answer.RootElement.GetProperty("url").GetString()!;
        var payload = url[(url.IndexOf("access_token=", StringComparison.Ordinal) + 13)..].Split('.')[1];
        using var claims = JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(payload));
        var groups = claims.RootElement.GetProperty("webpubsub.group");
        return groups.ValueKind == JsonValueKind.Array
            ? [.. groups.EnumerateArray().Select(static group => group.GetString()!)]
            : [groups.GetString()!];
    }

    private static DefaultHttpContext Context() => new() { RequestServices = Framework, Response = { Body = new MemoryStream() } };

    private static Task AnswerAsync(HttpContext context, IResult result) => result.ExecuteAsync(context);

    private static byte[] Body(HttpContext context) => ((MemoryStream)context.Response.Body).ToArray();
}
