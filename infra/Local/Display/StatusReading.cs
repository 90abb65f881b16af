namespace LiveView.Local.Display;

/// <summary>How everything does at one moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Handler">What the handler tells.</param>
/// <param name="Connections">Clients of Web PubSub.</param>
/// <param name="Behind">Raws on the hub that were not handed out and folded yet.</param>
/// <param name="Failures">Invocations that failed.</param>
internal sealed record StatusReading(DateTimeOffset At, MetricsPage Handler, int Connections, long Behind, long Failures)
{
    // What the handler counts that is nobody's intention.
    private static readonly string[] Faults = ["liveview_rejected", "liveview_fold_rejected", "liveview_publish_failed", "liveview_schedule_failed", "liveview_record_failed"];

    /// <summary>Everything that went wrong since the start.</summary>
    public double Errors => Failures + Faults.Sum(name => Handler.Sum(name));

    /// <summary>One line for a person.</summary>
    /// <param name="before">The reading before, from which rates are told.</param>
    public string Line(StatusReading before)
    {
        var seconds = Math.Max(0.001, (At - before.At).TotalSeconds);
        double Rate(params IEnumerable<string> names) => names.Sum(name => Handler.Since(before.Handler, name)) / seconds;
        var (published, age) = (Handler.Since(before.Handler, "liveview_publish_age_count"), Handler.Since(before.Handler, "liveview_publish_age_sum"));
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"  {At:HH:mm:ss}  {Handler.Sum("active_streams"):0} topics watched, {Connections} viewers | Raws {Rate("liveview_raws", "liveview_push_raws"):0.0}/s, updates {Rate("liveview_updates"):0.0}/s, messages {Rate("liveview_publish_messages"):0.0}/s | lag {Behind} Raws, {Handler.Sum("liveview_oldest", "of=\"raw\""):0.0} s, age {(published > 0 ? age / published : 0):0.00} s | errors {Errors:0}");
    }
}
