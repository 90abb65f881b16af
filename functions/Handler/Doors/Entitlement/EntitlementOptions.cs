using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Entitlement;

/// <summary>What roles may have. What single subjects may have lies in the table <c>entitlements</c>.</summary>
internal sealed class EntitlementOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Entitlement";

    /// <summary>The role that may change what others may have.</summary>
    public string AdminRole { get; set; } = "admin";

    /// <summary>The patterns of a role, with commas between: <c>Entitlement__Roles__analyst = market:*,sports:nba.*</c>.</summary>
    public Dictionary<string, string> Roles { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The patterns of roles.</summary>
    public IEnumerable<TierPattern> PatternsOf(IEnumerable<string> roles) =>
        roles.SelectMany(role => Roles.GetValueOrDefault(role, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(static text => TierPattern.TryParse(text, out var pattern) ? pattern : null)
            .OfType<TierPattern>();
}

/// <summary>Says at the start what is wrong with the settings.</summary>
internal sealed class EntitlementOptionsValidator : IValidateOptions<EntitlementOptions>
{
    public ValidateOptionsResult Validate(string? name, EntitlementOptions options)
    {
        var faults = (
            from role in options.Roles
            from text in role.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            where !TierPattern.TryParse(text, out _)
            select $"Entitlement:Roles:{role.Key}: '{text}' is no pattern; one reads feed:key*/tier.").ToList();
        if (options.AdminRole.Length == 0)
            faults.Add("Entitlement:AdminRole is empty.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
