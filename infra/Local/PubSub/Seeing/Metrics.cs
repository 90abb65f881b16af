using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LiveView.Local.PubSub;

/// <summary>What the emulator counts, in Prometheus' text format.</summary>
internal static class Metrics
{
    public static string Write(Switchboard board)
    {
        var text = new StringBuilder();
        var lanes = board.Lanes.Stats.ToArray();
        text.Append("# TYPE pubsub_connections gauge\n");
        foreach (var hub in board.Hubs.All) Line(text, "pubsub_connections", "hub", hub.Name, hub.Connections);
        text.Append("# TYPE pubsub_groups gauge\n");
        foreach (var hub in board.Hubs.All) Line(text, "pubsub_groups", "hub", hub.Name, hub.Groups().Length);
        Counter(text, "pubsub_messages_published_total", board.Recent.Published);
        Counter(text, "pubsub_deliveries_total", lanes.Sum(lane => lane.Delivered));
        Counter(text, "pubsub_delivered_bytes_total", lanes.Sum(lane => lane.Bytes));
        Counter(text, "pubsub_sends_total", lanes.Sum(lane => lane.Sends));
        Counter(text, "pubsub_sends_parked_total", lanes.Sum(lane => lane.Parked));
        text.Append("# TYPE pubsub_messages_dropped_total counter\n");
        Line(text, "pubsub_messages_dropped_total", "reason", "slow_client", lanes.Sum(lane => lane.Dropped));
        Line(text, "pubsub_messages_dropped_total", "reason", "expired", lanes.Sum(lane => lane.Expired));
        Tally(text, "pubsub_connections_closed_total", "category", board.Closed);
        Tally(text, "pubsub_handshakes_refused_total", "status", board.Refused);
        Tally(text, "pubsub_requests_total", "status", board.Requests);
        Tally(text, "pubsub_recoveries_total", "outcome", board.Recoveries);
        Tally(text, "pubsub_upstream_calls_total", "outcome", board.Upstream.Calls);
        Tally(text, "pubsub_faults_total", "fault", board.Faults.Struck);
        using var process = Process.GetCurrentProcess();
        Gauge(text, "process_resident_memory_bytes", process.WorkingSet64);
        Gauge(text, "process_threads", process.Threads.Count);
        Gauge(text, "process_open_handles", process.HandleCount);
        Gauge(text, "dotnet_managed_memory_bytes", GC.GetTotalMemory(forceFullCollection: false));
        return text.ToString();
    }

    private static void Counter(StringBuilder text, string name, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} counter\n{name} {value}\n");

    private static void Gauge(StringBuilder text, string name, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n{name} {value}\n");

    private static void Tally(StringBuilder text, string name, string label, Tally tally)
    {
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} counter\n");
        foreach (var (key, value) in tally.ByName()) Line(text, name, label, key, value);
    }

    private static void Line(StringBuilder text, string name, string label, string key, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"{name}{{{label}=\"{key}\"}} {value}\n");
}
