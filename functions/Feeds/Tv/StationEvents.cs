using LiveView.Core.Canonical;
using LiveView.Core.Feeds;

namespace LiveView.Feeds.Tv;

/// <summary>What the log of a station says happened.</summary>
internal static class StationEvents
{
    public static LogEntry Started(Airing airing) =>
        Of("started", airing.Start, airing.Item).Entry();

    public static LogEntry Skipped(long at, Item item, string reason, Command command) =>
        Of("skipped", at, item).Set("reason", reason).Set("id", command.Id).Entry();

    public static LogEntry Quarantined(long at, Item item, Health health) =>
        Of("quarantined", at, item).Set("reason", health.Reason).Set("until", Instant.Text(health.Until)).Entry();

    public static LogEntry Resumed(long at, Item item) =>
        Of("resumed", at, item).Entry();

    public static LogEntry Planned(long at, Command command) =>
        Of("planned", at).Set("command", Word(command)).Set("id", command.Id).Entry();

    public static LogEntry Refused(long at, Command command, string reason) =>
        Of("refused", at).Set("command", Word(command)).Set("id", command.Id).Set("reason", reason).Entry();

    public static LogEntry Catalogue(long at, Catalogue catalogue) =>
        Of("catalogue", at).Set("version", catalogue.Version).Entry();

    /// <summary>Nobody ticked the station for longer than is told.</summary>
    public static LogEntry Asleep(long from, long until) =>
        Of("asleep", from).Set("until", Instant.Text(until)).Entry();

    private static string Word(Command command) => command.Kind.ToString().ToLowerInvariant();

    private static CanonicalObject Of(string what, long at, Item? item = null) => new CanonicalObject()
        .Set("event", what).Set("at", Instant.Text(at)).Set("title", item?.Title).Set("path", item?.Path.ToString());

    private static LogEntry Entry(this CanonicalObject entry) => new(TvFeed.EventsTier, entry.ToBytes());
}
