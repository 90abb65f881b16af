using LiveView.Cloud.Tables;
using LiveView.Handler.Doors.Entitlement;

namespace LiveView.Handler.Patients.Care;

/// <summary>That somebody cares for a patient: in one role, for good or for a while. It lies with what else the subject was granted, <c>care|{patient}</c>, or <c>glass|{patient}</c> of a broken glass, so that neither takes the other away.</summary>
/// <param name="Patient">The key of the patient.</param>
/// <param name="Role">The role in which: it opens the role's tiers, if the caller's token has the role as well.</param>
/// <param name="Until">Until when; null is until it is taken back.</param>
internal sealed record CareRow(string Patient, string Role, DateTimeOffset? Until)
{
    public static string Key(string patient, bool isGlass) => $"{(isGlass ? "glass" : "care")}|{patient}";

    public static CareRow? Read(TableEntity row) => row.RowKey.Split('|') is ["care" or "glass", var patient] && row.GetString(nameof(Role)) is { } role
        ? new(patient, role, row.GetDateTimeOffset(nameof(Until)))
        : null;

    public TableEntity Write(string subject) => new(subject, Key(Patient, Until is not null)) { [nameof(Role)] = Role, [nameof(Until)] = Until };

    /// <summary>The tiers that it opens to a caller of these roles at this time.</summary>
    public IEnumerable<TierPattern> Opens(IReadOnlyList<string> roles, PatientsOptions options, DateTimeOffset now)
    {
        if (Until <= now || !roles.Contains(Role))
            return [];
        var tiers = Role == options.GlassRole ? ["*"] : options.TiersOf(Role);
        return tiers.Select(tier => TierPattern.TryParse($"patients:{Patient}/{tier}", out var pattern) ? pattern : null).OfType<TierPattern>();
    }
}
