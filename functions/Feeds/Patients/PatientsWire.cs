using System.Collections.Immutable;
using System.Globalization;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Feeds.Patients.Alerts;
using LiveView.Feeds.Patients.Pulse;

namespace LiveView.Feeds.Patients;

/// <summary>Our JSON of a patient: what viewers see, and beside it the memory of the chart.</summary>
internal static class PatientsWire
{
    private const string Notice = "Not a medical device. Scores and camera readings are derived.";

    public static TopicState State(string patient, Chart chart, DateTimeOffset now) => new()
    {
        Title = patient,
        Phase = chart.IsEnded ? Phase.Finished : Phase.Live,
        Documents = ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal).Add(PatientsFeed.VitalsTier, Vitals(chart, now).ToBytes()),
        Memory = ChartJson.Write(chart).ToBytes(),
    };

    public static Chart Read(TopicState state) => ChartJson.Read(state.Memory);

    public static bool Same(TopicState a, TopicState b) => a.Phase == b.Phase && a.Memory.Span.SequenceEqual(b.Memory.Span)
        && a.Documents[PatientsFeed.VitalsTier].Span.SequenceEqual(b.Documents[PatientsFeed.VitalsTier].Span);

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What a camera saw: beats, or that there is no reading and why.</summary>
    public static CanonicalObject Camera(PulseEstimate estimate) => new CanonicalObject()
        .Set("beats", estimate.Beats)
        .Set("quality", estimate.Beats is null ? null : estimate.Reason ?? "good")
        .Set("reading", estimate.Beats is null ? "none" : null)
        .Set("reason", estimate.Beats is null ? estimate.Reason : null)
        .Set("snr", estimate.Tenths is { } tenths ? (tenths / 10m).ToString("0.0", CultureInfo.InvariantCulture) : null);

    private static CanonicalObject Vitals(Chart chart, DateTimeOffset now)
    {
        var values = new CanonicalObject();
        foreach (var (vital, samples) in chart.Samples)
        {
            if (samples is not [var latest, ..])
                continue;
            values.Set(vital.Word, new CanonicalObject()
                .Set("value", vital.Text(latest.Value))
                .Set("unit", vital.Unit.Length > 0 ? vital.Unit : null)
                .Set("at", Time(latest.At))
                .Set("stale", chart.At(vital, now) is null ? true : null)
                .Set("derived", vital == Vital.Camera ? true : null));
        }

        var alerts = new CanonicalObject();
        foreach (var (id, alert) in chart.Alerts)
        {
            alerts.Set(id, new CanonicalObject()
                .Set("rule", alert.Rule)
                .Set("severity", Alarms.Word(alert.Severity))
                .Set("raised", Time(alert.Raised))
                .Set("by", alert.By)
                .Set("escalated", alert.Escalated is { } escalated ? Time(escalated) : null));
        }

        return new CanonicalObject()
            .Set("values", values)
            .Set("doubtful", chart.IsDoubtful(now) ? true : null)
            .Set("camera", chart.Trace.Last is { } last ? Camera(last) : null)
            .Set("news2", chart.News2(now) is { } score ? News2(score, chart.Scale) : null)
            .Set("alerts", alerts)
            .Set("ended", chart.IsEnded ? true : null)
            .Set("notice", Notice);
    }

    private static CanonicalObject News2(News2Score score, int scale)
    {
        var (parts, missing) = (new CanonicalObject(), new CanonicalObject());
        foreach (var (part, points) in score.Parts)
            parts.Set(part, points);
        foreach (var part in score.Missing)
            missing.Set(part, true);
        return new CanonicalObject()
            .Set(score.IsComplete ? "score" : "atLeast", score.Total) // an incomplete score is not a score
            .Set("complete", score.IsComplete)
            .Set("band", score.Band)
            .Set("parts", parts)
            .Set("missing", missing)
            .Set("scale", scale);
    }
}
