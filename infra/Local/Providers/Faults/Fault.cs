namespace LiveView.Local.Providers;

/// <summary>A fault as somebody orders it.</summary>
internal sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>The slug of the league it strikes; null: every league.</summary>
    public string? League { get; init; }

    /// <summary>The provider it strikes; null: every one.</summary>
    public string? Provider { get; init; }

    /// <summary>The share of requests it strikes, above 0 and at most 1.</summary>
    public double Share { get; set; } = 1; // not init: the source generator would lose the default

    /// <summary>It is spent after so many strikes; null: never.</summary>
    public int? Count { get; init; }

    /// <summary>Decides which requests are struck: the same seed strikes the same ones.</summary>
    public int Seed { get; init; }

    /// <summary>It ends after so many seconds; null: it does not.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>What is wrong with the order, in words; null when nothing is.</summary>
    public string? Complaint()
    {
        if (!Enum.IsDefined(Kind))
            return $"kind must be one of {string.Join(", ", FaultJson.Kinds)}.";
        if (Share is not (> 0 and <= 1))
            return $"share must be above 0 and at most 1, not {Share}.";
        if (Count is <= 0)
            return $"count must be at least 1, not {Count}.";
        if (DurationSeconds is not (null or (> 0 and <= 86_400)))
            return $"durationSeconds must be above 0 and at most 86400, not {DurationSeconds}.";
        return null;
    }
}

/// <summary>A fault as the admin page tells it.</summary>
internal sealed record FaultView(
    int Id, FaultKind Kind, string? League, double Share, int? Count, int Seed, double? DurationSeconds, DateTimeOffset Since, bool Active, long Seen, long Struck);

/// <summary>What was ordered and what it did; the totals outlive a DELETE.</summary>
internal sealed record FaultReport(IReadOnlyList<FaultView> Faults, IReadOnlyDictionary<string, long> Totals);

/// <summary>The provider's own way to say no.</summary>
internal sealed record Refusal(int Code, string Message);
