using System.Text.Json;
using LiveView.Cloud.PubSub;
using LiveView.Handler.Connect;
using LiveView.Handler.Doors.Entitlement;
using LiveView.Handler.Doors.Identity;
using LiveView.Handler.Doors.Limits;
using LiveView.Handler.Resources;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Events;

/// <summary>
/// <c>/api/connections</c>: what Web PubSub tells of connections (CloudEvents). <c>connect</c> may be refused: a place that was not given at
/// negotiate, or is taken, and a subject from whom anything was taken since; <c>connected</c> looks once more, for who was taken from while it
/// connected was not there yet to be closed. <c>disconnected</c> frees the place. What later events must know travels as the connection's state.
/// </summary>
internal sealed partial class ConnectionEvents(
    EventProof proof,
    Admission admission,
    Grants grants,
    WebPubSubServiceClient pubsub,
    IOptionsMonitor<PubSubOptions> options,
    TimeProvider time,
    DoorMetrics metrics,
    ILogger<ConnectionEvents> log)
{
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
            case "azure.webpubsub.sys.connected":
                await ConnectedAsync(headers, connection, token);
                break;
            case "azure.webpubsub.sys.disconnected":
                metrics.Disconnected();
                if (ConnectionState.Of(headers).Lease is { } lease)
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
        var lease = body?.Groups.Select(Lease.IdOf).OfType<string>().FirstOrDefault();
        if (lease is not null && !await admission.ConnectAsync(lease, connection, token)) // without a lease nothing limits it
            return Refused("ticket", Problems.Unauthorized("This address was used already, or has run out. Negotiate again."));
        new ConnectionState(lease, body?.Given).Write(context.Response.Headers);
        return Results.NoContent();
    }

    private async Task ConnectedAsync(IHeaderDictionary headers, string connection, CancellationToken token)
    {
        var user = headers["ce-userId"].ToString();
        if (!Caller.IsName(user) || await grants.MayConnectAsync(user, ConnectionState.Of(headers).Given, time.GetUtcNow(), token))
            return;
        metrics.Refused("revoked");
        Log.Refused(log, "revoked");
        await pubsub.CloseConnectionAsync(connection, reason: "auth_required", cancellationToken: token);
    }

    private IResult Refused(string reason, IResult problem)
    {
        metrics.Refused(reason);
        Log.Refused(log, reason);
        return problem;
    }

    private static partial class Log
    {
        [LoggerMessage(7130, LogLevel.Warning, "WS auth failed: a connection was refused, {Reason}.")]
        public static partial void Refused(ILogger logger, string reason);
    }
}
