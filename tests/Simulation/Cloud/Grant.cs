using System.Buffers.Text;
using System.Text.Json;

namespace LiveView.Simulation.Tests.Cloud;

/// <summary>What a token for Web PubSub says: the groups it is a member of, what else it may join, and until when it opens the door.</summary>
internal sealed record Grant(HashSet<string> Groups, IReadOnlyList<string> Roles, DateTimeOffset Expires, TimeSpan Life)
{
    private const string Join = "webpubsub.joinLeaveGroup";

    /// <summary>Reads the token in a client's address, as the service does; who signed it is not asked here.</summary>
    public static Grant Read(string url)
    {
        var payload = url[(url.IndexOf("access_token=", StringComparison.Ordinal) + 13)..].Split('.')[1];
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var expires = DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64());
        return new([.. Texts(claims.RootElement, "webpubsub.group")], [.. Texts(claims.RootElement, "role")], expires, expires - DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("iat").GetInt64()));
    }

    /// <summary>Whether a role lets it join a group: any, this one, or by a pattern, of which only stars at the end occur.</summary>
    public bool MayJoin(string group) => Roles.Any(role =>
        role == Join || role == $"{Join}.{group}"
        || (role.StartsWith($"{Join}s.", StringComparison.Ordinal) && role.EndsWith("**", StringComparison.Ordinal)
            && group.StartsWith(role[(Join.Length + 2)..^2], StringComparison.Ordinal)));

    private static string[] Texts(JsonElement claims, string name) => !claims.TryGetProperty(name, out var claim)
        ? []
        : claim.ValueKind == JsonValueKind.Array ? [.. claim.EnumerateArray().Select(static text => text.GetString()!)] : [claim.GetString()!];
}
