namespace LiveView.Local.PubSub;

/// <summary>Grants and takes back what a connection may do while it lasts. Without a target it is for every group.</summary>
internal static class Permissions
{
    public static int Grant(RestCall call, Hub hub, string permission, string id)
    {
        var name = Name(permission);
        var connection = hub.Find(id) ?? throw RestException.NotFound("There is no such connection.");
        connection.Permit(roles => roles.Grant(name, call.Parameter("targetName")));
        return StatusCodes.Status200OK;
    }

    public static int Check(RestCall call, Hub hub, string permission, string id) =>
        Existence.Of(hub.Find(id)?.Roles.Has(Name(permission), call.Parameter("targetName")) == true);

    public static int Revoke(RestCall call, Hub hub, string permission, string id)
    {
        var name = Name(permission);
        hub.Find(id)?.Permit(roles => roles.Revoke(name, call.Parameter("targetName")));
        return StatusCodes.Status204NoContent;
    }

    private static string Name(string permission) => permission switch
    {
        _ when permission.Equals("sendToGroup", StringComparison.OrdinalIgnoreCase) => "sendToGroup",
        _ when permission.Equals("joinLeaveGroup", StringComparison.OrdinalIgnoreCase) => "joinLeaveGroup",
        _ => throw new RestException("The permission is sendToGroup or joinLeaveGroup."),
    };
}
