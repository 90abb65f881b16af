using System.Collections.Immutable;
using System.Text.Json;

namespace LiveView.Handler.Doors.Identity;

/// <summary>
/// Who App Service says is calling, in <c>X-MS-CLIENT-PRINCIPAL</c>: <c>{"auth_typ":…,"claims":[{"typ":…,"val":…}],"name_typ":…,"role_typ":…}</c>
/// in base64. The platform takes these headers from strangers away; where it does not stand in front, they are never looked at.
/// </summary>
internal static class PlatformPrincipal
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";
    public const string IdHeader = "X-MS-CLIENT-PRINCIPAL-ID";

    /// <summary>The caller of the headers; null when there is none or it cannot be read.</summary>
    public static Caller? Read(IHeaderDictionary headers)
    {
        var subject = headers[IdHeader].ToString();
        if (!Caller.IsName(subject))
            return null;
        var text = headers[Header].ToString();
        if (text.Length is 0 or > JsonWebToken.MaxLength)
            return new(subject, [], null);
        try
        {
            using var principal = JsonDocument.Parse(Convert.FromBase64String(text));
            var role = principal.RootElement.TryGetProperty("role_typ"u8, out var type) ? type.GetString() : null;
            return new(subject, Roles(principal.RootElement, role ?? "roles"), null);
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static ImmutableArray<string> Roles(JsonElement principal, string type) =>
    [
        .. from claim in principal.GetProperty("claims"u8).EnumerateArray()
           where claim.GetProperty("typ"u8).GetString() is { } kind && (kind == type || kind == "roles")
           select claim.GetProperty("val"u8).GetString() ?? "",
    ];
}
