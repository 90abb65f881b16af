using System.Collections.Immutable;
using LiveView.Feeds.Patients.Alerts;

namespace LiveView.Feeds.Patients;

/// <summary>When somebody is to be alerted.</summary>
public sealed record PatientsPolicies
{
    /// <summary>The usual bounds.</summary>
    public const string UsualThresholds = "heart<40!,heart>130!,oxygen<90!,respiration<8!,respiration>30!,systolic<90!,systolic>220,temperature<35,temperature>39.5";

    /// <summary>The usual policies.</summary>
    public static PatientsPolicies Usual { get; } = Parse(UsualThresholds, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2));

    private PatientsPolicies(ImmutableArray<Threshold> thresholds, TimeSpan silence, TimeSpan patience) =>
        (Thresholds, Silence, Patience) = (thresholds, silence, patience);

    /// <summary>How long no vital may come of a patient who is watched.</summary>
    public TimeSpan Silence { get; }

    /// <summary>How long an alert waits to be acknowledged before it is passed on.</summary>
    public TimeSpan Patience { get; }

    internal ImmutableArray<Threshold> Thresholds { get; }

    /// <summary>Reads them.</summary>
    /// <exception cref="FormatException">A bound is none, or stands twice.</exception>
    public static PatientsPolicies Parse(string thresholds, TimeSpan silence, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        ImmutableArray<Threshold> parsed = [.. thresholds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Threshold.Parse)];
        return parsed.DistinctBy(static bound => bound.Rule).Count() == parsed.Length
            ? new(parsed, silence, patience)
            : throw new FormatException("A vital has two bounds on one side.");
    }
}
