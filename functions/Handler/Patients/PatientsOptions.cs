using System.ComponentModel.DataAnnotations;
using LiveView.Feeds.Patients;
using LiveView.Core.Topics;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Patients;

/// <summary>Who may see patients, when somebody is called, and how much is taken at once.</summary>
internal sealed class PatientsOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Patients";

    /// <summary>The tiers that a role opens to members of a patient's care team: <c>Patients__Roles__nurse = vitals,trend,alerts</c>. One without the other opens nothing.</summary>
    public Dictionary<string, string> Roles { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The role that may open a patient without being of the care team, for a while and with a reason.</summary>
    public string GlassRole { get; set; } = "break-glass";

    /// <summary>How long a patient who was opened so stays open, in minutes.</summary>
    [Range(1, 720)]
    public int GlassMinutes { get; set; } = 60;

    /// <summary>Bounds of vitals: <c>oxygen&lt;90!,heart&gt;130!</c>; an exclamation mark calls somebody.</summary>
    public string Thresholds { get; set; } = PatientsPolicies.UsualThresholds;

    /// <summary>How long no vital may come of a patient who is watched.</summary>
    [Range(1, 86_400)]
    public int SilenceSeconds { get; set; } = 30;

    /// <summary>How long an alert waits to be acknowledged before somebody is called.</summary>
    [Range(1, 86_400)]
    public int PatienceSeconds { get; set; } = 120;

    /// <summary>Where emergency calls are posted.</summary>
    public string Webhook { get; set; } = "";

    /// <summary>What signs them, as <c>X-Signature: sha256=…</c> over the body; empty leaves them unsigned.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>Calls of one patient within <see cref="CallMinutes"/>; more are suppressed, and the audit says so.</summary>
    [Range(1, 1_000)]
    public int Calls { get; set; } = 5;

    /// <summary>The time in which they are counted.</summary>
    [Range(1, 1_440)]
    public int CallMinutes { get; set; } = 10;

    /// <summary>Where a remote agent is asked what it makes of the vitals; empty leaves it to us.</summary>
    public string Agent { get; set; } = "";

    /// <summary>How long the agent may think; then we say it ourselves.</summary>
    [Range(100, 10_000)]
    public int AgentMilliseconds { get; set; } = 2_000;

    /// <summary>How long a patient is kept who is watched no more, in days.</summary>
    [Range(1, 36_500)]
    public int KeptDays { get; set; } = 30;

    /// <summary>Keys that seal what lies in the table, by id, 32 bytes in base64: <c>Patients__SealKeys__2026a</c>. None leaves it to the storage.</summary>
    public Dictionary<string, string> SealKeys { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The id of the key that seals what is written now; empty seals nothing.</summary>
    public string SealWith { get; set; } = "";

    /// <summary>The tiers that a role opens.</summary>
    public IEnumerable<string> TiersOf(string role) => Roles.GetValueOrDefault(role, "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>When somebody is to be alerted.</summary>
    public PatientsPolicies Policies() => PatientsPolicies.Parse(Thresholds, TimeSpan.FromSeconds(SilenceSeconds), TimeSpan.FromSeconds(PatienceSeconds));
}

/// <summary>The ranges.</summary>
[OptionsValidator]
internal sealed partial class PatientsOptionsValidator : IValidateOptions<PatientsOptions>;

/// <summary>What the ranges cannot say.</summary>
internal sealed class PatientsFitness : IValidateOptions<PatientsOptions>
{
    public ValidateOptionsResult Validate(string? name, PatientsOptions options)
    {
        List<string> faults = [];
        try
        {
            options.Policies();
        }
        catch (FormatException wrong)
        {
            faults.Add($"{PatientsOptions.Section}:Thresholds: {wrong.Message}");
        }

        foreach (var (address, value) in new[] { ("Webhook", options.Webhook), ("Agent", options.Agent) })
        {
            if (value.Length > 0 && !(Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
                faults.Add($"{PatientsOptions.Section}:{address} is no address.");
        }

        foreach (var (id, key) in options.SealKeys)
        {
            if (key.Length > 0 && (!Convert.TryFromBase64String(key, new byte[64], out var bytes) || bytes != 32))
                faults.Add($"{PatientsOptions.Section}:SealKeys:{id} is not 32 bytes in base64.");
        }

        if (options.SealWith.Length > 0 && options.SealKeys.GetValueOrDefault(options.SealWith, "").Length == 0)
            faults.Add($"{PatientsOptions.Section}:SealWith names a key that is not there.");
        faults.AddRange(from role in options.Roles.Keys from tier in options.TiersOf(role) where !Tier.TryParse($"patients:a/{tier}", out _) select $"{PatientsOptions.Section}:Roles:{role}: '{tier}' is no tier.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
