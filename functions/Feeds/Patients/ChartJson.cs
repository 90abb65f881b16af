using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Feeds.Patients.Alerts;
using LiveView.Feeds.Patients.Pulse;

namespace LiveView.Feeds.Patients;

/// <summary>The memory of a chart, there and back. Frames are one text, for there are hundreds.</summary>
internal static class ChartJson
{
    public static CanonicalObject Write(Chart chart)
    {
        var (samples, alerts, retracted) = (new CanonicalObject(), new CanonicalObject(), new CanonicalObject());
        foreach (var (vital, known) in chart.Samples)
        {
            var row = new CanonicalObject();
            for (var i = 0; i < known.Length; i++)
                row.Set($"{i}", new CanonicalObject().Set("at", Write(known[i].At)).Set("value", known[i].Value).Set("id", known[i].Id));
            samples.Set(vital.Word, row);
        }

        foreach (var (id, alert) in chart.Alerts)
        {
            alerts.Set(id, new CanonicalObject().Set("rule", alert.Rule).Set("severity", Alarms.Word(alert.Severity)).Set("raised", Write(alert.Raised)).Set("because", alert.Because)
                .Set("by", alert.By).Set("escalated", Write(alert.Escalated)));
        }

        for (var i = 0; i < chart.Retracted.Length; i++)
            retracted.Set($"{i:D2}", chart.Retracted[i]);
        return new CanonicalObject()
            .Set("samples", samples)
            .Set("alerts", alerts)
            .Set("retracted", retracted)
            .Set("scale", chart.Scale)
            .Set("ended", chart.IsEnded ? true : null)
            .Set("heard", Write(chart.Heard))
            .Set("trace", Film(chart.Trace));
    }

    public static Chart Read(ReadOnlyMemory<byte> memory)
    {
        using var json = JsonDocument.Parse(memory);
        var root = json.RootElement;
        return new()
        {
            Samples = Members(root.Inner("samples")).ToImmutableSortedDictionary(static row => Vitals.Of(row.Name)!.Value, static row => Members(row.Value).Select(static sample => Sample(sample.Value)).ToImmutableArray()), // we wrote the words
            Alerts = Members(root.Inner("alerts")).ToImmutableSortedDictionary(static alert => alert.Name, static alert => Alert(alert.Value), StringComparer.Ordinal),
            Retracted = [.. Members(root.Inner("retracted")).Select(static id => id.Value.GetString() ?? "")],
            Scale = root.Inner("scale").GetInt32(),
            IsEnded = root.Inner("ended").ValueKind == JsonValueKind.True,
            Heard = Time(root, "heard"),
            Trace = Trace(root.Inner("trace")),
        };
    }

    private static CanonicalObject? Film(Trace trace)
    {
        if (trace.Frames.IsEmpty)
            return null;
        var text = new StringBuilder(trace.Frames.Length * 24);
        foreach (var frame in trace.Frames)
            text.Append(CultureInfo.InvariantCulture, $"{frame.At} {frame.Red} {frame.Green} {frame.Blue};");
        return new CanonicalObject()
            .Set("site", trace.Site == Site.Finger ? "finger" : "face")
            .Set("frames", text.ToString())
            .Set("estimated", trace.Estimated)
            .Set("beats", trace.Last?.Beats)
            .Set("tenths", trace.Last?.Tenths)
            .Set("reason", trace.Last?.Reason)
            .Set("told", trace.Last is null ? null : true);
    }

    private static Trace Trace(JsonElement trace)
    {
        if (trace.ValueKind != JsonValueKind.Object)
            return Pulse.Trace.None;
        var frames = (trace.Text("frames") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(static frame => frame.Split(' ').Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .Select(static frame => new Frame(frame[0], (int)frame[1], (int)frame[2], (int)frame[3]));
        return new(
            trace.Text("site") == "finger" ? Site.Finger : Site.Face,
            [.. frames],
            Whole(trace, "estimated") ?? 0,
            trace.Inner("told").ValueKind == JsonValueKind.True ? new((int?)Whole(trace, "beats"), (int?)Whole(trace, "tenths"), trace.Text("reason")) : null);
    }

    private static Sample Sample(JsonElement sample) =>
        new(Time(sample, "at") ?? default, decimal.Parse(sample.Text("value") ?? "0", CultureInfo.InvariantCulture), sample.Text("id"));

    private static Alert Alert(JsonElement alert) => new(
        alert.Text("rule") ?? "",
        alert.Text("severity") == "critical" ? Severity.Critical : Severity.Warning,
        Time(alert, "raised") ?? default,
        alert.Text("because"),
        alert.Text("by"),
        Time(alert, "escalated"));

    // Ticks survive a JavaScript number only in tenths of a microsecond, and nobody measures finer than a millisecond: but equal times must stay equal.
    private static string? Write(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(JsonElement value, string name) => PatientJson.Time(value.Text(name));

    private static long? Whole(JsonElement value, string name) => value.Inner(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private static JsonElement.ObjectEnumerator Members(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default;
}
