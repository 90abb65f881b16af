using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Feeds.Patients.Alerts;
using LiveView.Feeds.Patients.Pulse;

namespace LiveView.Feeds.Patients;

/// <summary>
/// The fold of a patient: what a Raw says goes into the chart, what it was worth goes into the trend, and then the alerts are looked at.
/// The only clock is the time at which the Raw came.
/// </summary>
internal static class Bedside
{
    public static FoldResult Fold(TopicState? state, Raw raw, IReadOnlyList<PatientFact> facts, PatientsPolicies policies)
    {
        var before = state is null ? null : PatientsWire.Read(state);
        if (before is null && !facts.Any(static fact => fact is PatientFact.Measured or PatientFact.Traced))
            return new FoldResult.Unchanged(); // of somebody who is not here
        List<LogEntry> entries = [];
        var chart = Take(before ?? Chart.Empty, [.. facts.OfType<PatientFact.Measured>()], raw.Received, entries);
        foreach (var fact in facts)
            chart = Take(chart, fact, raw.Received, entries);
        chart = Alarms.Look(chart, policies, raw.Received, entries);
        var next = PatientsWire.State(raw.Topic.Key, chart, raw.Received);
        return state is not null && entries.Count == 0 && PatientsWire.Same(state, next) ? new FoldResult.Unchanged() : new FoldResult.Folded(next, entries);
    }

    public static bool IsDue(Chart chart, PatientsPolicies policies, DateTimeOffset now)
    {
        List<LogEntry> entries = [];
        Alarms.Look(chart, policies, now, entries);
        return entries.Count > 0;
    }

    private static Chart Take(Chart chart, PatientFact fact, DateTimeOffset now, List<LogEntry> entries)
    {
        switch (fact)
        {
            case PatientFact.Retracted { Id: var id }:
                if (chart.Samples.Values.Any(samples => samples.Any(sample => sample.Id == id)))
                    entries.Add(new(PatientsFeed.TrendTier, new CanonicalObject().Set("at", PatientsWire.Time(now)).Set("retracted", id).ToBytes()));
                return chart.Retract(id);
            case PatientFact.Traced traced:
                return Take(chart, traced, now, entries);
            case PatientFact.Acknowledged { Alert: var alert, By: var by }:
                return Alarms.Acknowledge(chart, alert, by, now, entries);
            case PatientFact.Scaled { Scale: var scale }:
                return chart with { Scale = scale };
            case PatientFact.Ended:
                return Alarms.End(chart, now, entries) with { IsEnded = true, Heard = null, Trace = Trace.None };
            default:
                return chart; // values were taken together, and a look changes nothing by itself
        }
    }

    /// <summary>Takes the values of one message, and tells them in one entry a moment.</summary>
    private static Chart Take(Chart chart, IReadOnlyList<PatientFact.Measured> values, DateTimeOffset now, List<LogEntry> entries)
    {
        foreach (var moment in values.GroupBy(static value => value.At))
        {
            var (told, artefacts, corrects) = (new CanonicalObject(), new CanonicalObject(), false);
            var isTorn = IsImpossible(moment);
            foreach (var value in moment)
            {
                if (value.Id is { } id && chart.Retracted.Contains(id))
                    continue; // it was retracted before it came
                if (!value.Vital.IsPossible(value.Value) || (isTorn && value.Vital is Vital.Systolic or Vital.Diastolic or Vital.Mean))
                {
                    artefacts.Set(value.Vital.Word, value.Value);
                    continue;
                }

                var known = chart.Known(value.Vital, value.At);
                if (known?.Value == value.Value)
                    continue; // told twice
                corrects |= known is not null;
                chart = chart.Take(value);
                told.Set(value.Vital.Word, value.Vital.Text(value.Value));
                if (Vitals.Continuous.Contains(value.Vital) && now - value.At <= value.Vital.Speaks)
                    chart = chart with { Heard = chart.Heard > now ? chart.Heard : now, IsEnded = false };
            }

            if (!told.IsEmpty || !artefacts.IsEmpty)
                entries.Add(new(PatientsFeed.TrendTier, new CanonicalObject().Set("at", PatientsWire.Time(moment.Key)).Set("values", told).Set("artefacts", artefacts).Set("corrects", corrects ? true : null).ToBytes()));
        }

        return chart;
    }

    private static Chart Take(Chart chart, PatientFact.Traced traced, DateTimeOffset now, List<LogEntry> entries)
    {
        List<PulseEstimate> estimates = [];
        var before = chart.Trace.Last;
        chart = chart with { Trace = chart.Trace.Take(traced.Site, traced.Frames, estimates), IsEnded = false };
        foreach (var estimate in estimates)
        {
            // That there is no reading is said once, not each second.
            if (estimate.Beats is not null || before is null || before.Value.Beats is not null)
                entries.Add(new(PatientsFeed.TrendTier, new CanonicalObject().Set("at", PatientsWire.Time(now)).Set("camera", PatientsWire.Camera(estimate)).ToBytes()));
            before = estimate;
        }

        // Only what is good is a value that can be scored, and it is never smoothed.
        return estimates.LastOrDefault() is { Beats: { } beats, Reason: null }
            ? chart.Take(new(Vital.Camera, beats, now)) with { Heard = now }
            : chart;
    }

    // Systole is above the mean, and the mean above diastole; a pulse of less than 10 mmHg is a kinked cuff.
    private static bool IsImpossible(IEnumerable<PatientFact.Measured> moment)
    {
        var pressures = moment.Where(static value => value.Vital is Vital.Systolic or Vital.Diastolic or Vital.Mean).ToDictionary(static value => value.Vital, static value => value.Value);
        var (systolic, diastolic) = (pressures.TryGetValue(Vital.Systolic, out var upper) ? upper : (decimal?)null, pressures.TryGetValue(Vital.Diastolic, out var lower) ? lower : (decimal?)null);
        var mean = pressures.TryGetValue(Vital.Mean, out var middle) ? middle : (decimal?)null;
        return systolic - diastolic < 10 || mean >= systolic || mean <= diastolic;
    }
}
