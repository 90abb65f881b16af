using System.Security.Cryptography;
using LiveView.Local.PubSub;

namespace LiveView.Local.Ward;

/// <summary>Who people are on this machine: tokens of a secret that is made for one run and known to nobody else.</summary>
internal sealed class SignIn(string secret, TimeProvider time)
{
    /// <summary>In the data folder: the administrator's token of the last run, for <c>audit verify</c>.</summary>
    public const string AdminFile = "administrator.token";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>A token that says who somebody is, and in which roles.</summary>
    public string Token(string subject, params IReadOnlyList<string> roles) => Jwt.Sign(secret, claims =>
    {
        claims.WriteString("sub", subject);
        claims.WriteString("iss", "live-view");
        claims.WriteString("aud", "live-view");
        claims.WriteNumber("exp", (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        claims.WriteStartArray("roles");
        foreach (var role in roles)
            claims.WriteStringValue(role);
        claims.WriteEndArray();
    });
}
