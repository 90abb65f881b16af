using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveView.Architecture.Tests;

/// <summary>A log line is an event with an id of its own, in the range of its station.</summary>
public sealed partial class EventIdTests
{
    [Fact]
    public void Every_event_id_is_used_once() =>
        Assert.Distinct(Events().Select(static log => log.Id));

    [Fact]
    public void An_event_id_tells_its_station() =>
        Assert.All(Events(), static log => Assert.Contains(Range(log.Id), log.Path, StringComparison.Ordinal));

    private static string Range(int id) => (id / 1_000) switch
    {
        1 => id == 1_000 ? "/Handler/Invocation/" : "/Handler/Ingest/",
        2 => "/Handler/Fold/",
        3 => "/Handler/State/",
        4 => "/Handler/Deliver/",
        5 => id / 100 == 57 ? "/Handler/Tv/" : "/Handler/Connect/",
        6 => "/Handler/Record/",
        7 => id < 7_100 ? "/Handler/Telemetry/" : id < 7_500 ? "/Handler/Doors/" : "/Handler/Patients/",
        8 => "/infra/Cloud/",
        9 => id / 100 == 97 ? "/infra/Connector/" : "/infra/Local/",
        _ => "no station has this range",
    };

    private static readonly string[] Folders = ["functions", "infra"];

    private static IEnumerable<(int Id, string Path)> Events() =>
        from folder in Folders
        from path in Repository.Files(folder, "*.cs")
        from Match match in LoggerMessage.Matches(File.ReadAllText(path))
        select (int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture), path);

    [GeneratedRegex(@"\[LoggerMessage\((EventId = )?(?<id>\d+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex LoggerMessage { get; }
}
