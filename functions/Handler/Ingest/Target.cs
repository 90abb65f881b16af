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

    /// <summary>When it is due. A claim moves it past the longest poll, so that a poll that died is taken up again.</summary>
    public required DateTimeOffset Next { get; init; }

    /// <summary>The poll that holds the claim; a poll whose claim was taken over writes nothing any more.</summary>
    public string? Claim { get; init; }

    /// <summary>The last poll whose Raws are on the hub.</summary>
    public string? Done { get; init; }

    /// <summary>The most urgent phase of the last answer.</summary>
    public Phase? Phase { get; init; }

    /// <summary>How many polls in a row did not succeed.</summary>
    public int Failures { get; init; }

    /// <summary>What was wrong with the last poll, in a word; null when it succeeded.</summary>
    public string? Trouble { get; init; }

    /// <summary>The version of the row.</summary>
    public ETag Version { get; init; }

    /// <summary>Its row key; a slash is not allowed in one.</summary>
    public string Key => $"{Feed}|{Provider}|{Name.Replace('/', '|')}";

    public static Target Read(TableEntity row) => new()
    {
        Feed = row.GetString(nameof(Feed)) ?? "",
        Provider = row.GetString(nameof(Provider)) ?? "",
        Name = row.GetString(nameof(Name)) ?? "",
        Next = row.GetDateTimeOffset(nameof(Next)) ?? default,
        Claim = row.GetString(nameof(Claim)),
        Done = row.GetString(nameof(Done)),
        Phase = Enum.TryParse<Phase>(row.GetString(nameof(Phase)), out var phase) ? phase : null,
        Failures = row.GetInt32(nameof(Failures)) ?? 0,
        Trouble = row.GetString(nameof(Trouble)),
        Version = row.ETag,
    };

    public TableEntity Write(string partition) => new(partition, Key)
    {
        [nameof(Feed)] = Feed,
        [nameof(Provider)] = Provider,
        [nameof(Name)] = Name,
        [nameof(Next)] = Next,
        [nameof(Claim)] = Claim,
        [nameof(Done)] = Done,
        [nameof(Phase)] = Phase?.ToString(),
        [nameof(Failures)] = Failures,
        [nameof(Trouble)] = Trouble,
    };
}
