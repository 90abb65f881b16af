using System.Globalization;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Patients.Alerts;

/// <summary>
/// Looks at a chart and says what changes of its alerts. What is not known changes nothing: an alert does not go out because its sensor did.
/// <code>
///   raised ─▶ acknowledged ─▶ cleared
///      └─ nobody has seen it ─▶ escalated ─▶ …       "call":true   somebody is to be called
/// </code>
/// </summary>
internal static class Alarms
{
    public const string Silence = "silence";

    /// <summary>Brings the alerts up to a moment.</summary>
    public static Chart Look(Chart chart, PatientsPolicies policies, DateTimeOffset now, List<LogEntry> entries)
    {
        if (chart.IsEnded)
            return chart;
        foreach (var bound in policies.Thresholds)
        {
            var value = Value(chart, bound.Vital, now);
            chart = Turn(chart, bound.Rule, bound.Severity, value is { } known ? bound.IsBeyond(known) : null, now, entries, value is { } shown ? bound.Vital.Text(shown) : null);
        }

        var score = chart.News2(now);
        foreach (var (band, severity) in new[] { ("high", Severity.Critical), ("medium", Severity.Warning), ("single", Severity.Warning) })
            chart = Score(chart, $"news2.{band}", severity, score, band, now, entries);
        chart = Turn(chart, Silence, Severity.Warning, chart.Heard is { } heard ? now - heard > policies.Silence : null, now, entries, null);
        return Escalate(chart, policies, now, entries);
    }

    /// <summary>Ends all alerts of a patient who is watched no more.</summary>
    public static Chart End(Chart chart, DateTimeOffset now, List<LogEntry> entries)
    {
        foreach (var (id, alert) in chart.Alerts)
            entries.Add(Entry(id, alert, "cleared", now, new CanonicalObject().Set("reason", "ended")));
        return chart with { Alerts = chart.Alerts.Clear() };
    }

    /// <summary>Somebody has seen it; one that is over needs nobody.</summary>
    public static Chart Acknowledge(Chart chart, string id, string by, DateTimeOffset now, List<LogEntry> entries)
    {
        if (!chart.Alerts.TryGetValue(id, out var alert) || alert.By is not null)
            return chart;
        entries.Add(Entry(id, alert, "acknowledged", now, new CanonicalObject().Set("by", by)));
        return chart with { Alerts = chart.Alerts.SetItem(id, alert with { By = by }) };
    }

    private static Chart Score(Chart chart, string rule, Severity severity, News2Score? score, string band, DateTimeOffset now, List<LogEntry> entries)
    {
        var active = chart.Alerts.Values.FirstOrDefault(alert => alert.Rule == rule);
        var because = score is null ? null : string.Join(' ', score.Parts.Where(static part => part.Value > 0).Select(static part => part.Key));
        return Turn(chart, rule, severity, Holds(score, band, active?.Because), now, entries, score?.Total.ToString(CultureInfo.InvariantCulture), because);
    }

    private static Chart Turn(Chart chart, string rule, Severity severity, bool? isOn, DateTimeOffset now, List<LogEntry> entries, string? value, string? because = null)
    {
        var (id, alert) = chart.Alerts.FirstOrDefault(known => known.Value.Rule == rule);
        if (isOn is null || isOn == (alert is not null))
            return chart;
        if (alert is not null)
        {
            entries.Add(Entry(id, alert, "cleared", now, new CanonicalObject().Set("value", value)));
            return chart with { Alerts = chart.Alerts.Remove(id) };
        }

        id = string.Create(CultureInfo.InvariantCulture, $"{rule}-{now.ToUnixTimeMilliseconds()}");
        alert = new(rule, severity, now, because);
        entries.Add(Entry(id, alert, "raised", now, new CanonicalObject().Set("value", value).Set("call", severity == Severity.Critical ? true : null)));
        return chart with { Alerts = chart.Alerts.SetItem(id, alert) };
    }

    private static Chart Escalate(Chart chart, PatientsPolicies policies, DateTimeOffset now, List<LogEntry> entries)
    {
        foreach (var (id, alert) in chart.Alerts)
        {
            if (alert.By is not null || alert.Escalated is not null || now - alert.Raised < policies.Patience)
                continue;
            entries.Add(Entry(id, alert, "escalated", now, new CanonicalObject().Set("call", true)));
            chart = chart with { Alerts = chart.Alerts.SetItem(id, alert with { Escalated = now }) };
        }

        return chart;
    }

    private static decimal? Value(Chart chart, Vital vital, DateTimeOffset now) => vital == Vital.Heart ? chart.Beats(now) : chart.At(vital, now)?.Value;

    // An incomplete score is the least it can be: that it is high is known at once; that it is so no more, only when all is known that made it so.
    private static bool? Holds(News2Score? score, string band, string? because) => score switch
    {
        null => false,
        _ when score.Band == band => true,
        { IsComplete: true } => false,
        _ when (because ?? "").Split(' ').Any(part => score.Missing.Contains(part)) => null,
        _ => false,
    };

    private static LogEntry Entry(string id, Alert alert, string happened, DateTimeOffset now, CanonicalObject more) => new(PatientsFeed.AlertsTier, more
        .Set("alert", id).Set("event", happened).Set("rule", alert.Rule).Set("severity", Word(alert.Severity)).Set("at", PatientsWire.Time(now)).ToBytes());

    public static string Word(Severity severity) => severity switch { Severity.Warning => "warning", Severity.Critical => "critical" };
}
