using System.Collections.Immutable;
using LiveView.Feeds.Patients.Alerts;
using LiveView.Feeds.Patients.Pulse;

namespace LiveView.Feeds.Patients;

/// <summary>What is known of a patient: the last few values of each vital, the alerts that are on, and the last seconds of a trace. Immutable.</summary>
internal sealed record Chart
{
    /// <summary>Values of a vital that are remembered, so that one can be corrected or retracted and the one before it stands again.</summary>
    private const int Depth = 8;

    /// <summary>Retracted ids that are remembered: what was retracted may come after its retraction.</summary>
    private const int Retractions = 64;

    /// <summary>A monitor and an oximeter that count a patient's beats so differently do not both see his heart.</summary>
    private const int Apart = 15;

    public static Chart Empty { get; } = new();

    /// <summary>The values, the latest first.</summary>
    public ImmutableSortedDictionary<Vital, ImmutableArray<Sample>> Samples { get; init; } = ImmutableSortedDictionary<Vital, ImmutableArray<Sample>>.Empty;

    public ImmutableArray<string> Retracted { get; init; } = [];

    public ImmutableSortedDictionary<string, Alert> Alerts { get; init; } = ImmutableSortedDictionary.Create<string, Alert>(StringComparer.Ordinal);

    /// <summary>By which scale oxygen is scored; 0: the score is not for this patient.</summary>
    public int Scale { get; init; } = 1;

    /// <summary>The patient is watched no more.</summary>
    public bool IsEnded { get; init; }

    /// <summary>When a vital that is measured all the time last came.</summary>
    public DateTimeOffset? Heard { get; init; }

    public Trace Trace { get; init; } = Trace.None;

    /// <summary>The value that speaks at a moment; null when there is none, or it is too old.</summary>
    public Sample? At(Vital vital, DateTimeOffset now) =>
        Samples.GetValueOrDefault(vital, []) is [var latest, ..] && now - latest.At <= vital.Speaks ? latest : null;

    /// <summary>The beats a minute that are scored: of the monitor, else of the oximeter, else of the camera; none while the first two disagree.</summary>
    public decimal? Beats(DateTimeOffset now) => IsDoubtful(now) ? null : (At(Vital.Heart, now) ?? At(Vital.Pulse, now) ?? At(Vital.Camera, now))?.Value;

    /// <summary>Whether monitor and oximeter disagree.</summary>
    public bool IsDoubtful(DateTimeOffset now) =>
        At(Vital.Heart, now) is { } heart && At(Vital.Pulse, now) is { } pulse && Math.Abs(heart.Value - pulse.Value) > Apart;

    /// <summary>The score of what speaks at a moment; null where it is not for this patient.</summary>
    public News2Score? News2(DateTimeOffset now) => Scale == 0 ? null : Patients.News2.Of(new(
        At(Vital.Respiration, now)?.Value,
        At(Vital.Oxygen, now)?.Value,
        At(Vital.Supplemental, now) is { } given ? given.Value == 1 : null,
        At(Vital.Systolic, now)?.Value,
        Beats(now),
        At(Vital.Consciousness, now)?.Value,
        At(Vital.Temperature, now)?.Value,
        Scale));

    /// <summary>Takes a value in its place in time. One of the same time is the same sample, told again or corrected.</summary>
    public Chart Take(PatientFact.Measured fact)
    {
        var samples = Samples.GetValueOrDefault(fact.Vital, []);
        var others = samples.RemoveAll(sample => sample.At == fact.At);
        var place = others.Count(sample => sample.At > fact.At);
        return this with { Samples = Samples.SetItem(fact.Vital, [.. others.Insert(place, new(fact.At, fact.Value, fact.Id)).Take(Depth)]) };
    }

    /// <summary>What a vital was said to be at a time.</summary>
    public Sample? Known(Vital vital, DateTimeOffset at) => Samples.GetValueOrDefault(vital, []).FirstOrDefault(sample => sample.At == at);

    /// <summary>Takes everything back that was told under an id.</summary>
    public Chart Retract(string id)
    {
        var samples = Samples;
        foreach (var (vital, known) in Samples)
            samples = samples.SetItem(vital, known.RemoveAll(sample => sample.Id == id));
        return this with { Samples = samples, Retracted = Retracted.Contains(id) ? Retracted : [.. Retracted.Add(id).TakeLast(Retractions)] };
    }
}
