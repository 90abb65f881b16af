using System.Collections.Immutable;
using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Topics;

namespace LiveView.Handler.State;

/// <summary>
/// The recent demand of viewers for a topic; or for the list of a feed, when it bears the feed's name. It is a row as long as anybody may be
/// there: whoever asks for a topic writes it before he reads the topic, and Sweep takes it away once it has seen that nobody is left.
/// </summary>
internal sealed record Interest
{
    /// <summary>Rows at the most, but for those of the seconds in which it is noticed; interest in more is refused, never forgotten.</summary>
    public const int Most = 10_000;

    /// <summary>How long a sign of interest counts though nobody is connected: longer than a connection may take to recover.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How long it counts though Sweep does not come to look: viewers would rather be served too long than not.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>A topic or a feed.</summary>
    public required string Name { get; init; }

    /// <summary>The targets that have had a say in the topic, by key; none while nothing is known of it.</summary>
    public ImmutableArray<string> Targets { get; init; } = [];

    /// <summary>The topic is over: what is still asked of its targets is for others.</summary>
    public bool IsOver { get; init; }

    /// <summary>How many connections watch, as Sweep counted them; 1 until it has.</summary>
    public int Viewers { get; init; } = 1;

    /// <summary>When it began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The last sign of it.</summary>
    public required DateTimeOffset Seen { get; init; }

    /// <summary>The version of the row.</summary>
    public ETag Version { get; init; }

    /// <summary>The topic, unless it is about a feed.</summary>
    public Topic? Topic => Core.Topics.Topic.TryParse(Name, out var topic) ? topic : null;

    public static Interest Read(TableEntity row)
    {
        var seen = row.GetDateTimeOffset(nameof(Seen)) ?? default;
        return new()
        {
            Name = row.RowKey,
            Targets = [.. (row.GetString(nameof(Targets)) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            IsOver = row.GetBoolean(nameof(IsOver)) ?? false,
            Viewers = row.GetInt32(nameof(Viewers)) ?? 1,
            Since = row.GetDateTimeOffset(nameof(Since)) ?? seen,
            Seen = seen,
            Version = row.ETag,
        };
    }

    public TableEntity Write(string partition) => new(partition, Name)
    {
        [nameof(Targets)] = string.Join(' ', Targets),
        [nameof(IsOver)] = IsOver,
        [nameof(Viewers)] = Viewers,
        [nameof(Since)] = Since,
        [nameof(Seen)] = Seen,
    };
}
