using Azure;
using LiveView.Cloud.Tables;
using LiveView.Core.Feeds;

namespace LiveView.Handler.Ingest;

/// <summary>Something that is asked of a provider again and again, and how that went.</summary>
internal sealed record Target
{
    /// <summary>The feed that reads the answers.</summary>
    public required string Feed { get; init; }

    /// <summary>Who is asked.</summary>
    public required string Provider { get; init; }

    /// <summary>What is asked: <c>soccer/eng.1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Before this it is not asked: it is claimed, or failed, or its provider wants to be left alone. A claim moves it past the longest
    /// poll, so that a poll that died is taken up again. When it is due after that is for <see cref="Timetable"/> to say.
    /// </summary>
    public required DateTimeOffset Next { get; init; }

    /// <summary>When the last poll was ordered that was answered; null while none was.</summary>
    public DateTimeOffset? Asked { get; init; }

    /// <summary>The order that may poll it; null once a run has taken it up, so that an order that comes twice is run once.</summary>
    public string? Claim { get; init; }

    /// <summary>The number of the last run that began. Runs are numbered upwards, and from the clock, should the row be made anew.</summary>
    public long Turn { get; init; }

    /// <summary>The last run that ended. While it is not <see cref="Turn"/>, one is on its way, or died: nobody knows what it has sent.</summary>
    public long Ended { get; init; }

    /// <summary>The last run whose Raws are on the hub.</summary>
    public long Sent { get; init; }

    /// <summary>The most urgent phase of the last answer.</summary>
    public Phase? Phase { get; init; }

    /// <summary>When the next of its topics begins that has not begun, where one is known.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The match day of its calendar: today's, or the next; null where there is no calendar.</summary>
    public DateTimeOffset? Day { get; init; }

    /// <summary>The dice of this interval: thrown once, or an interval that is looked at every second would mostly be short.</summary>
    public double Roll { get; init; } = 0.5;

    /// <summary>How many polls in a row did not succeed.</summary>
    public int Failures { get; init; }

    /// <summary>What was wrong with the last poll, in a word; null when it succeeded.</summary>
    public string? Trouble { get; init; }

    /// <summary>When it is given up; null for what the settings name.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The version of the row.</summary>
    public ETag Version { get; init; }

    /// <summary>Its row key; a slash is not allowed in one.</summary>
    public string Key => $"{Feed}|{Provider}|{Name.Replace('/', '|')}";

    /// <summary>What it is about, whoever is asked: the feed, the sport and the league.</summary>
    public string Subject => SubjectOf(Feed, Name.Split('/'));

    /// <summary>The one topic it is about; null for a board.</summary>
    public string? Topic => Name.Split('/') is [_, _, _, var key] ? $"{Feed}:{key}" : null;

    /// <summary>The subject of a target of this key.</summary>
    public static string SubjectOf(string key) => key.Split('|') is [var feed, _, .. var name] ? SubjectOf(feed, name) : key;

    private static string SubjectOf(string feed, string[] name) => $"{feed}|{string.Join('|', name.Take(2))}";

    public static Target Read(TableEntity row) => new()
    {
        Feed = row.GetString(nameof(Feed)) ?? "",
        Provider = row.GetString(nameof(Provider)) ?? "",
        Name = row.GetString(nameof(Name)) ?? "",
        Next = row.GetDateTimeOffset(nameof(Next)) ?? default,
        Asked = row.GetDateTimeOffset(nameof(Asked)),
        Claim = row.GetString(nameof(Claim)),
        Turn = row.GetInt64(nameof(Turn)) ?? 0,
        Ended = row.GetInt64(nameof(Ended)) ?? 0,
        Sent = row.GetInt64(nameof(Sent)) ?? 0,
        Phase = Enum.TryParse<Phase>(row.GetString(nameof(Phase)), out var phase) ? phase : null,
        Start = row.GetDateTimeOffset(nameof(Start)),
        Day = row.GetDateTimeOffset(nameof(Day)),
        Roll = row.GetDouble(nameof(Roll)) ?? 0.5,
        Failures = row.GetInt32(nameof(Failures)) ?? 0,
        Trouble = row.GetString(nameof(Trouble)),
        Until = row.GetDateTimeOffset(nameof(Until)),
        Version = row.ETag,
    };

    public TableEntity Write(string partition) => new(partition, Key)
    {
        [nameof(Feed)] = Feed,
        [nameof(Provider)] = Provider,
        [nameof(Name)] = Name,
        [nameof(Next)] = Next,
        [nameof(Asked)] = Asked,
        [nameof(Claim)] = Claim,
        [nameof(Turn)] = Turn,
        [nameof(Ended)] = Ended,
        [nameof(Sent)] = Sent,
        [nameof(Phase)] = Phase?.ToString(),
        [nameof(Start)] = Start,
        [nameof(Day)] = Day,
        [nameof(Roll)] = Roll,
        [nameof(Failures)] = Failures,
        [nameof(Trouble)] = Trouble,
        [nameof(Until)] = Until,
    };
}
