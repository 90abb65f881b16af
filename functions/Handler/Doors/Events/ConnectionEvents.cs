using System.Text;
using System.Text.Json;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Resources;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Events;

/// <summary>
/// <c>/api/connections</c>: what Web PubSub tells of connections (CloudEvents). <c>connect</c> may be refused: a place that was not given at
/// negotiate, or is taken, and a subject from whom anything was taken since. <c>disconnected</c> frees the place. The lease's name travels as the
/// connection's state, which the service returns with every later event.
/// </summary>
internal sealed partial class ConnectionEvents(
    EventProof proof, Admission admission, Grants grants, IOptionsMonitor<PubSubOptions> options, TimeProvider time, DoorMetrics metrics, ILogger<ConnectionEvents> log)
{
    private const string State = "ce-connectionState";

    /// <summary>The service asks whether we want its events (CloudEvents abuse protection): for our own hub, yes.</summary>
    public static IResult Welcome(HttpContext context)
    {
        if (context.Request.Headers["WebHook-Request-Origin"].ToString() is not { Length: > 0 } origin)
            return Problems.Unprocessable("Name the origin that wants to send events: WebHook-Request-Origin.");
        var name = origin.Split(',', 2)[0].Trim();
        if (Uri.CheckHostName(name) == UriHostNameType.Unknown) // it is written back
            return Problems.Unprocessable("An origin is the name of a host.");
        context.Response.Headers["WebHook-Allowed-Origin"] = name;
        return Results.Ok();
    }

    /// <summary>Takes one event.</summary>
    public async Task<IResult> TakeAsync(HttpContext context, CancellationToken token)
    {
        var headers = context.Request.Headers;
        if (!await proof.IsOursAsync(headers, token))
        {
            metrics.Refused("signature");
            return Problems.Unauthorized("The event is not proven to be our service's, or it is old.");
        }

        if (headers["ce-hub"].ToString() is var hub && !hub.Equals(options.CurrentValue.Hub, StringComparison.OrdinalIgnoreCase))
            return Problems.NotFound("There is no such hub.");
        var connection = headers["ce-connectionId"].ToString();
        switch (headers["ce-type"].ToString())
        {
            case "azure.webpubsub.sys.connect":
                return await ConnectAsync(context, connection, token);
            case "azure.webpubsub.sys.disconnected":
                metrics.Disconnected();
                if (LeaseOf(headers) is { } lease)
                    await admission.LeaveAsync(lease, connection, token);
                break;
        }

        return Results.NoContent();
    }

    private async Task<IResult> ConnectAsync(HttpContext context, string connection, CancellationToken token)
    {
        ConnectBody? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync(context.Request.Body, EventJson.Default.ConnectBody, token);
        }
        catch (JsonException)
        {
            return Problems.Unprocessable("The event has no readable body.");
        }

        var user = context.Request.Headers["ce-userId"].ToString();
        if (Caller.IsName(user) && !await grants.MayConnectAsync(user, body?.Given, time.GetUtcNow(), token))
            return Refused("revoked", Problems.Unauthorized("auth_required"));
        if (body?.Groups.Select(Lease.IdOf).OfType<string>().FirstOrDefault() is not { } lease)
            return Results.NoContent(); // nothing limits it
        if (!await admission.ConnectAsync(lease, connection, token))
            return Refused("ticket", Problems.Unauthorized("This address was used already, or has run out. Negotiate again."));
        context.Response.Headers[State] = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"lease":"{{lease}}"}"""));
        return Results.NoContent();
    }

    private IResult Refused(string reason, IResult problem)
    {
        metrics.Refused(reason);
        Log.Refused(log, reason);
        return problem;
    }

    private static string? LeaseOf(IHeaderDictionary headers)
    {
        try
        {
            using var state = JsonDocument.Parse(Convert.FromBase64String(headers[State].ToString()));
            return state.RootElement.TryGetProperty("lease"u8, out var lease) && lease.GetString() is { } id && Lease.IsId(id) ? id : null;
        }
        catch (Exception none) when (none is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7130, LogLevel.Warning, "WS auth failed: a connection was refused, {Reason}.")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
