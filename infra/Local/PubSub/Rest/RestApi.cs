using System.Globalization;
using System.Text.Json;

namespace LiveView.Local.PubSub;

/// <summary>
/// The data plane of the service, version 2024-12-01, which every version asked for is answered as. The switch below is its table of
/// contents.
/// </summary>
internal sealed partial class RestApi(Switchboard board, ILogger log)
{
    private readonly RestGate gate = new(board);
    private readonly Sends sends = new(board);
    private readonly Memberships memberships = new(board);
    private readonly Closes closes = new(board);
    private readonly Issuing issuing = new(board.Options);

    public async Task HandleAsync(RestCall call)
    {
        var answer = call.Http.Response;
        answer.Headers["api-supported-versions"] = "2021-10-01, 2022-11-01, 2023-07-01, 2024-01-01, 2024-12-01";
        try
        {
            if (!HubCatalog.IsName(call.HubName)) throw new RestException("The hub's name is not valid.");
            gate.Check(call);
            answer.StatusCode = await RouteAsync(call, board.Hubs[call.HubName]);
            board.Requests.Count(answer.StatusCode.ToString(CultureInfo.InvariantCulture));
        }
        catch (RestException e)
        {
            board.Requests.Count(e.Status.ToString(CultureInfo.InvariantCulture));
            Log.Answered(log, call.Method, e.Status, e.Message);
            await RefuseAsync(call, e);
        }
    }

    private async Task<int> RouteAsync(RestCall call, Hub hub) => (call.Method, call.Segments) switch
    {
        ("POST", [":generateToken"]) => await issuing.GenerateAsync(call),
        ("POST", [":send"]) => await sends.ToAllAsync(call, hub),
        ("POST", ["groups", var group, ":send"]) => await sends.ToGroupAsync(call, hub, Group(group)),
        ("POST", ["users", var user, ":send"]) => await sends.ToUserAsync(call, hub, user),
        ("POST", ["connections", var id, ":send"]) => await sends.ToConnectionAsync(call, hub, id),
        ("POST", [":closeConnections"]) => closes.All(call, hub),
        ("POST", ["groups", var group, ":closeConnections"]) => closes.Group(call, hub, Group(group)),
        ("POST", ["users", var user, ":closeConnections"]) => closes.User(call, hub, user),
        ("DELETE", ["connections", var id]) => closes.Connection(call, hub, id),
        ("HEAD", ["connections", var id]) => Existence.Of(hub.Find(id) is not null),
        ("HEAD", ["groups", var group]) => Existence.Of(hub.InGroup(Group(group)).Length > 0),
        ("HEAD", ["users", var user]) => Existence.Of(hub.OfUser(user).Length > 0),
        ("PUT", ["groups", var group, "connections", var id]) => memberships.Add(hub, Group(group), id),
        ("DELETE", ["groups", var group, "connections", var id]) => Memberships.Remove(hub, Group(group), id),
        ("GET", ["groups", var group, "connections"]) => await Listing.AnswerAsync(call, hub, Group(group)),
        ("PUT", ["users", var user, "groups", var group]) => memberships.AddUser(hub, Group(group), user),
        ("DELETE", ["users", var user, "groups", var group]) => Memberships.RemoveUser(hub, Group(group), user),
        ("DELETE", ["users", var user, "groups"]) => Memberships.RemoveUserFromAll(hub, user),
        ("DELETE", ["connections", var id, "groups"]) => Memberships.RemoveFromAll(hub, id),
        ("POST", [":addToGroups"]) => await memberships.AddManyAsync(call, hub),
        ("POST", [":removeFromGroups"]) => await Memberships.RemoveManyAsync(call, hub),
        ("PUT", ["permissions", var permission, "connections", var id]) => Permissions.Grant(call, hub, permission, id),
        ("HEAD", ["permissions", var permission, "connections", var id]) => Permissions.Check(call, hub, permission, id),
        ("DELETE", ["permissions", var permission, "connections", var id]) => Permissions.Revoke(call, hub, permission, id),
        _ => throw RestException.NotFound("There is no such operation."),
    };

    private static string Group(string name) =>
        JsonRequest.IsGroup(name) ? name : throw new RestException("A group's name has 1 to 1,024 characters.");

    /// <summary>
    /// The content type is problem+json on purpose: of plain JSON the JavaScript SDK replaces the message, and its tests read the message.
    /// </summary>
    private static async Task RefuseAsync(RestCall call, RestException error)
    {
        var answer = call.Http.Response;
        answer.StatusCode = error.Status;
        answer.Headers["x-ms-error-code"] = "Error." + error.Code;
        if (error.Status is 429 or 503) answer.Headers.RetryAfter = "1";
        if (call.Method == "HEAD") return;
        answer.ContentType = "application/problem+json; charset=utf-8";
        await using var json = new Utf8JsonWriter(answer.BodyWriter);
        json.WriteStartObject();
        json.WriteString("code", "Error." + error.Code);
        json.WriteString("message", error.Message);
        json.WriteString("target", "Request");
        json.WriteEndObject();
        await json.FlushAsync(call.Aborted);
    }

    private static partial class Log
    {
        [LoggerMessage(9320, LogLevel.Debug, "{Method} answered {Status}: {Message}")]
        public static partial void Answered(ILogger logger, string method, int status, string message);
    }
}
