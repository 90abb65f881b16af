using LiveView.Cloud.Tables;

namespace LiveView.Handler.Doors.Limits;

/// <summary>The right to one connection: asked for at negotiate, held while the connection lives, in as many buckets as limit it.</summary>
internal sealed record Lease(string Id, IReadOnlyList<string> Buckets, string? Connection, DateTimeOffset Until)
{
    /// <summary>
    /// The group that the connection of a lease is the only member of: so a lease is found from a connection, and a connection from a lease,
    /// whatever the token's issuer let us put into it.
    /// </summary>
    public string Group => GroupOf(Id);

    public static string GroupOf(string id) => $"lease.{id}";

    /// <summary>The lease that a group is of, or null.</summary>
    public static string? IdOf(string? group) =>
        group is not null && group.StartsWith("lease.", StringComparison.Ordinal) && IsId(group["lease.".Length..]) ? group["lease.".Length..] : null;

    /// <summary>Whether a text can be the id of a lease: as <see cref="Chance.NewId"/> makes them. It comes from outside and becomes a key.</summary>
    public static bool IsId(string? id) => id is { Length: 32 } && id.All(char.IsAsciiHexDigitLower);

    /// <summary>Spread over partitions by the first letter of the id, which is random.</summary>
    public static string PartitionOf(string id) => $"lease-{id[0]}";

    public static Lease Read(TableEntity row) => new(
        row.RowKey,
        (row.GetString(nameof(Buckets)) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
        row.GetString(nameof(Connection)),
        row.GetDateTimeOffset(nameof(Until)) ?? default);

    public TableEntity Write() => new(PartitionOf(Id), Id)
    {
        [nameof(Buckets)] = string.Join(',', Buckets),
        [nameof(Connection)] = Connection,
        [nameof(Until)] = Until,
    };
}
