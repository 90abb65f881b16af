using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace LiveView.Handler.Doors.Limits;

/// <summary>How much one place, one subject and one feed may have. 0 means no limit.</summary>
internal sealed class LimitOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Limits";

    /// <summary>Connections of one address; of IPv6, of one /64. <c>WS_MAX_CONNECTIONS_PER_IP</c> says the same.</summary>
    [Range(0, 500)]
    public int ConnectionsPerAddress { get; set; } = 5;

    /// <summary>Connections of one subject, wherever it is.</summary>
    [Range(0, 500)]
    public int ConnectionsPerSubject { get; set; } = 5;

    /// <summary>Attempts to connect that one address has saved up at most.</summary>
    [Range(0, 10_000)]
    public int AttemptBurst { get; set; } = 20;

    /// <summary>Attempts to connect that one address gets back in a minute.</summary>
    [Range(1, 100_000)]
    public int AttemptsPerMinute { get; set; } = 60;

    /// <summary>Requests a second of one address at one instance, of any kind; twice as many may come at once.</summary>
    [Range(0, 100_000)]
    public int RequestsPerSecond { get; set; } = 100;

    /// <summary>When the oldest Raw has waited so long to be folded, nobody new is admitted.</summary>
    [Range(0, 3_600)]
    public int OverloadSeconds { get; set; } = 30;

    /// <summary>Viewers of a feed: <c>Limits__Viewers__patients = 200</c>. A feed that is not named has no limit; patients have this one.</summary>
    [RoomForLeases]
    public Dictionary<string, int> Viewers { get; init; } = new(StringComparer.Ordinal) { ["patients"] = 200 };

    /// <summary>Topics of a feed that are pushed at once: <c>Limits__Streams__patients = 50</c>. A feed that is not named has no limit; patients have this one.</summary>
    [RoomForLeases]
    public Dictionary<string, int> Streams { get; init; } = new(StringComparer.Ordinal) { ["patients"] = 50 };

    /// <summary>The header in which proxies say where a request comes from.</summary>
    [Required]
    public string AddressHeader { get; set; } = "X-Forwarded-For";

    /// <summary>How many proxies in front of us add to that header. The host is one.</summary>
    [Range(1, 8)]
    public int TrustedHops { get; set; } = 1;
}

/// <summary>A bucket is a text in one row, of 44 letters a lease; a row takes 32,768.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RoomForLeasesAttribute : ValidationAttribute
{
    /// <summary>Leases of one bucket.</summary>
    public const int Most = 700;

    public override bool IsValid(object? value) => value is Dictionary<string, int> limits && limits.Values.All(static limit => limit is >= 0 and <= Most);

    public override string FormatErrorMessage(string name) => $"{name}: a feed has 0 (no limit) to {Most} places that are counted.";
}

/// <summary>Says at the start what is wrong with the settings.</summary>
[OptionsValidator]
internal sealed partial class LimitOptionsValidator : IValidateOptions<LimitOptions>;
