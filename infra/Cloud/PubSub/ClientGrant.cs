using System.Globalization;
using System.Text.Json;

namespace LiveView.Cloud.PubSub;

/// <summary>What a client is let in with.</summary>
internal sealed record ClientGrant(TimeSpan Lifetime, string? UserId, IReadOnlyList<string> Roles, IReadOnlyList<string> Groups)
{
    public string Sign(AccessKey key, Uri client) => key.Sign(client.AbsoluteUri, Lifetime, claims =>
    {
        if (UserId is not null)
            claims.WriteString("sub"u8, UserId);
        Write(claims, "role", Roles);
        Write(claims, "webpubsub.group", Groups);
    });

    public IEnumerable<(string Name, string? Value)> ToQuery() =>
    [
        ("userId", UserId),
        .. Roles.Select(string? (role) => role).Select(role => ("role", role)),
        .. Groups.Select(string? (group) => group).Select(group => ("group", group)),
        // Whole minutes, at least one: rounded up, so that a client never has less than it was promised.
        ("minutesToExpire", Math.Max(1, (int)Math.Ceiling(Lifetime.TotalMinutes)).ToString(CultureInfo.InvariantCulture)),
    ];

    private static void Write(Utf8JsonWriter claims, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        claims.WriteStartArray(name);
        foreach (var value in values)
            claims.WriteStringValue(value);
        claims.WriteEndArray();
    }
}
