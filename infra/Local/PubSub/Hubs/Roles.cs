using System.Collections.Immutable;

namespace LiveView.Local.PubSub;

/// <summary>What a connection may do, by the service's role names. Immutable: a grant makes another one.</summary>
internal sealed class Roles(ImmutableHashSet<string> names)
{
    private const string JoinLeave = "webpubsub.joinLeaveGroup";
    private const string Send = "webpubsub.sendToGroup";

    public static readonly Roles None = new([]);

    private readonly ImmutableArray<(string Role, GroupPattern Pattern)> patterns =
        [.. names.Select(Pattern).OfType<(string, GroupPattern)>()];

    public static Roles Of(IEnumerable<string> names) => new([.. names]);

    public bool MayJoin(string group) => May(JoinLeave, group);

    public bool MaySend(string group) => May(Send, group);

    /// <summary>Whether a permission of the REST API holds; no target means for any group.</summary>
    public bool Has(string permission, string? target)
    {
        var role = "webpubsub." + permission;
        return target is null ? names.Contains(role) : May(role, target);
    }

    public Roles Grant(string permission, string? target) => new(names.Add(Name(permission, target)));

    /// <summary>Takes a permission back; without a target, for every group.</summary>
    public Roles Revoke(string permission, string? target) => target is not null
        ? new(names.Remove(Name(permission, target)))
        : new([.. names.Where(name => name != "webpubsub." + permission && !name.StartsWith($"webpubsub.{permission}.", StringComparison.Ordinal))]);

    private bool May(string role, string group) =>
        names.Contains(role)
        || names.Contains($"{role}.{group}")
        || patterns.Any(each => each.Role == role && each.Pattern.Matches(group));

    private static string Name(string permission, string? target) => target is null ? "webpubsub." + permission : $"webpubsub.{permission}.{target}";

    private static (string Role, GroupPattern Pattern)? Pattern(string name)
    {
        foreach (var role in new[] { JoinLeave, Send })
        {
            var prefix = role + "s.";
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            return GroupPattern.Parse(name[prefix.Length..]) is { } pattern ? (role, pattern) : null;
        }

        return null;
    }
}
