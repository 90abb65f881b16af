using System.Diagnostics;
using LiveView.Core.Flow;

namespace LiveView.Handler.Telemetry;

/// <summary>
/// One trace from a provider's bytes to the publish, by W3C trace context, which travels inside the Raw over the hub:
/// <code>
///   poll or push ─▶ (Raw: traceparent) ─▶ fold ─┬─ commit
///                                               └─ publish
/// </code>
/// Without a listener a span is null and costs a comparison.
/// </summary>
internal static class Traces
{
    public static readonly ActivitySource Source = new(Names.Meter);

    /// <summary>
    /// A trace of its own, for bytes that come from outside. What called us is linked and is not its parent: one call may bring many, and a
    /// stranger's trace is not ours to go on with.
    /// </summary>
    public static Activity? Begin(string name, ActivityKind kind = ActivityKind.Producer)
    {
        if (!Source.HasListeners())
            return null;
        var caller = Activity.Current;
        Activity.Current = null; // or it would be the parent
        var begun = Source.StartActivity(name, kind, parentContext: default, links: caller is null ? null : [new(caller.Context)]);
        if (begun is null)
            Activity.Current = caller; // nobody wants this one
        return begun;
    }

    /// <summary>
    /// A span that goes on from what brought the deliveries: the first is its parent, the others are linked. What names no trace, as the bursts of the
    /// connector, begins one here; it does not become a part of the host's call, which nobody records.
    /// </summary>
    public static Activity? Continue(string name, IReadOnlyList<Delivery> deliveries)
    {
        if (!Source.HasListeners())
            return null;
        ActivityContext[] contexts =
        [
            .. deliveries.Select(static delivery => ActivityContext.TryParse(delivery.Raw.Trace, null, isRemote: true, out var context) ? context : default)
                .Where(static context => context != default).Distinct(),
        ];
        return contexts is [var first, .. var others]
            ? Source.StartActivity(name, ActivityKind.Consumer, first, links: others.Select(static context => new ActivityLink(context)))
            : Begin(name, ActivityKind.Consumer);
    }
}
