using System.Text.Json;
using LiveView.Core.Canonical;
using LiveView.Core.Feeds;
using LiveView.Core.Topics;

namespace LiveView.Feeds.Tv;

/// <summary>
/// What a station is told by the house itself, as it travels on the hub: that time has passed, what an operator wants, and what a probe found. A
/// catalogue is pushed from outside, like what any provider says.
/// </summary>
public static class StationRaw
{
    internal const string Provider = "station";
    internal const string TickTarget = "tick";
    internal const string CommandTarget = "command";
    internal const string ProbeTarget = "probe";

    /// <summary>Time has passed.</summary>
    public static Raw Tick(Topic station, DateTimeOffset at) =>
        Of(station, TickTarget, at, new CanonicalObject().Set("at", at.ToUnixTimeMilliseconds()).ToBytes());

    /// <summary>An operator wants something.</summary>
    public static Raw Wanted(Topic station, DateTimeOffset at, Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Of(station, CommandTarget, at, command.ToBytes());
    }

    /// <summary>An item was looked at.</summary>
    /// <param name="station">Whose item it is.</param>
    /// <param name="at">When.</param>
    /// <param name="path">Which one.</param>
    /// <param name="trouble">What was found to be wrong, in a word; null when all is well.</param>
    public static Raw Probed(Topic station, DateTimeOffset at, MediaPath path, string? trouble) => Of(
        station, ProbeTarget, at, new CanonicalObject().Set("at", at.ToUnixTimeMilliseconds()).Set("path", path.ToString()).Set("trouble", trouble).ToBytes());

    internal static long At(JsonElement body) => body.GetProperty("at"u8).GetInt64();

    private static Raw Of(Topic station, string target, DateTimeOffset at, byte[] body) =>
        new() { Topic = station, Provider = Provider, Target = target, Received = at, Body = body };
}
