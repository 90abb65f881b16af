using System.Globalization;
using System.Net;

namespace LiveView.Local.PubSub;

/// <summary>
/// Decides about a client at the door:
/// <code>
///   path and mode ─▶ recovery? ─▶ token ─▶ limits ─▶ connect handler ─▶ protocol ─▶ admission
///        400            1008        401       429       4xx, 5xx           101
/// </code>
/// </summary>
internal sealed class Handshake(Switchboard board)
{
    private const string HubPath = "/client/hubs/";

    /// <summary>Decides about one request.</summary>
    /// <returns>An <see cref="Admission"/>, a <see cref="Refusal"/>, or a <see cref="Recovery"/>.</returns>
    public async Task<object> JudgeAsync(RequestHead head, EndPoint? remote, CancellationToken token)
    {
        if (!head.IsUpgrade) return new Refusal(400, "A WebSocket request is expected here.");
        if (head.Header("Sec-WebSocket-Version") != "13") return new Refusal(426, "WebSocket version 13 is expected.");
        var hub = HubOf(head);
        if (!HubCatalog.IsName(hub) || hub is null) return new Refusal(400, "The hub's name is not valid.");
        if (head.Parameter("awps_connection_id") is { } connectionId)
            return new Recovery(hub, connectionId, head.Parameter("awps_reconnection_token"));
        if (board.IsDraining) return new Refusal(503, "The server shuts down.");
        if (board.Faults.Refuses()) return new Refusal(503, "Refused by a fault switch.");
        if (!TryMode(head, out var mode)) return new Refusal(400, "webpubsub_mode, group or noEcho is not valid.");
        var claims = Identify(head, hub, out var fault);
        if (claims is null) return new Refusal(401, fault);
        var groups = claims["webpubsub.group"];
        if (!groups.All(JsonRequest.IsGroup)) return new Refusal(400, "The token contains an invalid group name.");
        var address = (remote as IPEndPoint)?.Address ?? IPAddress.None;
        if (board.Limits.TryTake(Limits.KeyOf(address)) is { } full) return full;
        var offered = head.List("Sec-WebSocket-Protocol");
        var admission = new Admission
        {
            ConnectionId = board.Options.NewId(),
            Hub = hub,
            Address = Limits.KeyOf(address),
            Protocol = ProtocolCatalog.Raw,
            UserId = claims.UserId,
            Roles = Roles.Of(claims["role"]),
            Groups = groups,
            RawMode = mode,
        };
        var decided = await board.Upstream.ConnectAsync(new ConnectRequest(head, admission, claims, offered, address), token);
        if (decided is Admission admitted) return Speak(admitted, offered);
        board.Limits.Free(admission.Address);
        return decided;
    }

    private static Admission Speak(Admission admission, string[] offered)
    {
        // A handler's choice counts when it was offered; else the first protocol the service speaks.
        var chosen = admission.Subprotocol is { } wanted && offered.Contains(wanted) ? wanted : ProtocolCatalog.FirstKnown(offered);
        return admission with { Subprotocol = chosen, Protocol = ProtocolCatalog.Find(chosen) };
    }

    private static string? HubOf(RequestHead head)
    {
        if (head.Path.StartsWith(HubPath, StringComparison.OrdinalIgnoreCase)) return head.Path[HubPath.Length..].TrimEnd('/');
        return head.Path.TrimEnd('/').Equals("/client", StringComparison.OrdinalIgnoreCase) ? head.Parameter("hub") : null;
    }

    private static bool TryMode(RequestHead head, out RawMode mode)
    {
        mode = RawMode.SendEvent;
        var name = head.Parameter("webpubsub_mode");
        if (name is null || name.Equals("sendEvent", StringComparison.OrdinalIgnoreCase)) return true;
        var noEcho = false;
        var valid = name.Equals("sendToGroup", StringComparison.OrdinalIgnoreCase)
            && JsonRequest.IsGroup(head.Parameter("group"))
            && (head.Parameter("noEcho") is not { } text || bool.TryParse(text, out noEcho));
        if (valid) mode = new RawMode(head.Parameter("group"), noEcho);
        return valid;
    }

    private Claims? Identify(RequestHead head, string hub, out string fault)
    {
        fault = "";
        var text = head.Parameter("access_token") ?? Bearer(head.Header("Authorization"));
        if (string.IsNullOrEmpty(text))
        {
            fault = "A token is missing.";
            return board.AllowsAnonymous(hub) ? Claims.None : null;
        }

        var claims = Jwt.Verify(text, board.Options.Keys);
        if (claims is null) fault = "The token's signature is not valid.";
        else if (claims.FaultAt(board.Options.Time.GetUtcNow()) is { } expired) fault = expired;
        else if (!board.Audience.IsForHub(claims["aud"], head.Host, hub))
            fault = string.Create(CultureInfo.InvariantCulture, $"Failed to validate audience. Expected: http://{head.Host}/client/hubs/{hub}.");
        return fault.Length == 0 ? claims : null;
    }

    private static string? Bearer(string? authorization) =>
        authorization is not null && authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? authorization[7..].Trim() : null;
}
